"""The sentences of the shipped procedures, translated with the pages; a test holds the two together."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop as _

SHIPPED: Final = (
    _("From suspicion to closure"),
    _(
        "A common procedure for customs, environment and market surveillance. Days marked as assumed "
        "are no law: your own procedure puts the days of your law in their place."
    ),
    _("Officer in charge of the case"),
    _("Supervisor"),
    _("Person trained for pressurised and dangerous goods"),
    _("Examining officer"),
    _("Laboratory"),
    _("Legal officer or prosecutor"),
    _("Custodian of seized goods"),
    _("National ozone unit"),
    _("Does the suspicion stand after licence, quota, trader and papers were looked up?"),
    _("What danger do the goods show?"),
    _("Is it known what the goods are?"),
    _("What do the facts amount to in law?"),
    _("Was the decision appealed?"),
    _("Write down the suspicion"),
    _(
        "Say how it came up: a finding, a tip, a routine control, a referral. Write down why, also "
        "where a control found nothing: without the non-finds nobody can tell how often a look is "
        "right."
    ),
    _(
        "Your law on customs or environmental inspection; decision XXXI/3 (discover and prevent "
        "illegal trade)."
    ),
    _("Look it up and tell the ozone unit"),
    _(
        "Licence? Quota left? Registered trader? Which gas, which regime? Ask the partner country "
        "with a clock. Tell the national ozone unit at once."
    ),
    _("Article 4B of the Protocol (licensing); decision XIX/12 (cross-checking)."),
    _("Write down that nothing was found"),
    _("Say which lawful explanation holds and how that is known. A non-find is an outcome like another."),
    _("Your law on ending an inspection."),
    _("Hold the goods"),
    _(
        "Write the detention notice with the legal ground. The clock of the law begins. Write down "
        "the seals; custody begins here. The importer has a right to answer."
    ),
    _("Your law on detention: name the article. A score of a computer is never a ground."),
    _("Safety first: hard stop"),
    _(
        "Air, no heat, cylinders upright, no valve opened without gloves and goggles. Methyl "
        "chloride (R-40) and hydrocarbons can explode or poison. Disposable cylinders may not be "
        "moved everywhere. Flammable, toxic, leaking or unknown: nobody goes on until a trained "
        "person has made it safe."
    ),
    _("Your law on safety at work and on dangerous goods (ADR or its national form)."),
    _("Have a specialist make it safe"),
    _("Keep people away. Call the fire service or a specialist company. Then check again."),
    _("Your law on dangerous goods and emergencies."),
    _("Count, weigh, photograph"),
    _(
        "Count; weigh gross and tare (cylinders filled with water have been found); photograph "
        "label, stamp, valve, lot, code; does the container exist; do invoice, bill of lading and "
        "outward manifest match?"
    ),
    _("Your law on examination of goods."),
    _("Sample and identify"),
    _(
        "Sample by a plan: all of them, or so many of a lot with a stated confidence. Field "
        "instrument first; keep a duplicate. What the instrument cannot decide goes to a laboratory."
    ),
    _("Your law on sampling."),
    _("Laboratory analysis"),
    _("Composition with its uncertainty, by an accredited method."),
    _("Your law on expert evidence."),
    _("Seize or release: decide in law"),
    _(
        "Put the facts to the offences: who, knowledge, quantity, placing on the market. Hear the "
        "importer. Sender, receiver and carrier can each be liable. A second person confirms."
    ),
    _("Your law on offences against the licensing system; the importer's right to be heard."),
    _("Release the goods"),
    _(
        "Give the goods back with the reason. A release is an ordinary outcome: the hold was lawful, "
        "and what was learnt counts."
    ),
    _("Your law on the end of a detention."),
    _("Record the seizure"),
    _(
        "Parties, goods line by line, quantities (kg, ODP tonnes, tonnes CO2e), method, route, "
        "vehicle, papers, values, photographs, witnesses, laboratory, storage."
    ),
    _("Your law on seizure; decision XIV/7, paragraph 7 (report of proved cases)."),
    _("Custody and storage"),
    _(
        "Where it lies, capacity, air, inspections, weighings against leaks; what it costs a day and "
        "who pays."
    ),
    _("Your law on seized goods; costs on the importer where the law allows."),
    _("Proceedings and decision"),
    _(
        "Administrative, civil or criminal. Keep the reasoning for every amount: penalties fall "
        "where it cannot be shown."
    ),
    _("Your law on penalties; watch the limitation period."),
    _("Appeal"),
    _("What the court decided, and why."),
    _("Your law on appeals."),
    _("Dispose of the goods"),
    _(
        "Return with proof of arrival, destruction, storage, or auction to an eligible buyer only. "
        "What is not placed on your own market is not your consumption (decision XIV/7). A second "
        "person confirms."
    ),
    _("Your law on confiscated goods; decision XIV/7."),
    _("Report"),
    _(
        "Ozone unit; the Secretariat's Forms 1 and 2; WCO; neighbours and origin; public figures. "
        "One record, many exports."
    ),
    _("Decision XIV/7, paragraph 7; decision XXXI/3, paragraph 5; decision XXXIV/8, paragraph 3."),
    _("Learn and close"),
    _(
        "The outcome goes back to the questions that were asked. A hold that found nothing counts as "
        "harm to lawful trade. Say what the next officer should know."
    ),
    _("Decision XXXV/12 (share practices used in illegal trade)."),
    _("assumed"),
    _("No licence for this import or export (Article 4B of the Protocol)"),
    _("Quantity above the licence or the quota"),
    _("Goods do not match the declaration or the papers"),
    _("Prohibited container or equipment"),
    _("Trade with a State not party to the amendment (Article 4 of the Protocol)"),
    _("Ground of the national law (write it)"),
    _("assumed: the statutory clock of the detention"),
    _("assumed: shorter than any limitation period known to us"),
    _("assumed: cases are reported when they occur"),
    _("Sale on the internet"),
    _(
        "For offers on market places and in groups: keep the page before anybody is asked, then "
        "learn who sells."
    ),
    _("Keep the listing as it is"),
    _(
        "Page, pictures, price, seller, day and time, with a digest of each file. Do this before "
        "anybody is asked: listings vanish."
    ),
    _("Your law on evidence from public sources."),
    _("Ask the platform who the seller is"),
    _(
        "Name, address, registration: platforms of the European Union must know them (Article 30 of "
        "Regulation (EU) 2022/2065). A test purchase only where your law allows."
    ),
    _("Your law on requests to platforms; in the European Union Article 30 of Regulation (EU) 2022/2065."),
    _("Offered without the proof of lawful origin that the law asks for"),
    _("Sold to a buyer without certificate"),
    _("Prohibited container"),
    _("Equipment charged with gas"),
    _(
        "For air conditioners, refrigerators and foam goods: the gas is in the machine, and the "
        "plate speaks of it."
    ),
    _("Count the units and read their plates"),
    _(
        "Count; photograph plate, compressor and model; gas and charge by the plate in grams; "
        "declaration of conformity; is the model real?"
    ),
    _(
        "Compare plate, model's papers and instrument. Sample some units only: each opening lets gas "
        "out, which needs a certified technician."
    ),
    _("Recover the gas"),
    _("A certified technician takes the gas out; weigh it."),
    _("Your law on recovery."),
    _("Equipment with a prohibited gas"),
    _("No declaration that the charge is within a quota"),
    _("Plate and declaration differ"),
    _("Goods in transit or in a free zone"),
    _("For goods that only pass: ask both ends before they are held, and watch the discharge."),
    _("Ask the exporting and the importing country"),
    _(
        "Does the destination allow and expect it? Did the origin let it go for this destination? "
        "Write down the unique consignment reference."
    ),
    _("Decision XIV/7 (transit); decision XIX/12 (unique consignment reference)."),
    _("Holder of the procedure is not registered or has no licence"),
    _("Destination does not allow the goods"),
    _("Discharge is overdue"),
    _("Goods do not match the transit declaration"),
    _("Undeclared goods"),
    _(
        "For goods of which no declaration speaks: hidden in a vehicle, carried over a green border, "
        "found in a garage."
    ),
    _("Take the driver's or holder's statement"),
    _(
        "Who gave it, where, for whom, for how much; in the person's language, with the right to be "
        "silent. Note vehicle, telephone numbers shown and papers carried."
    ),
    _("Your law on statements and on the rights of suspects."),
    _("Goods were not declared"),
    _("Goods were hidden"),
)
