"""Small customs messages written by hand, for tests: their elements and no more than a promise needs."""

from pathlib import Path

WCO_SPACES = (
    'xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2" xmlns="urn:wco:datamodel:WCO:DEC-DMS:2" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def wco_item(number: int, description: str = "Refrigerant R-134a", net: str = "136", more: str = "") -> str:
    """A goods item of a WCO declaration."""
    return f"""<GovernmentAgencyGoodsItem><SequenceNumeric>{number}</SequenceNumeric>
    <Commodity><Description>{description}</Description>
    <Classification><ID>29034500</ID><IdentificationTypeCode>TSP</IdentificationTypeCode></Classification>
    <GoodsMeasure><GrossMassMeasure unitCode="KGM">176</GrossMassMeasure>
    <NetNetWeightMeasure unitCode="KGM">{net}</NetNetWeightMeasure></GoodsMeasure>
    <InvoiceLine><ItemChargeAmount currencyID="EUR">900.50</ItemChargeAmount></InvoiceLine></Commodity>
    <GovernmentProcedure><CurrentCode>40</CurrentCode><PreviousCode>00</PreviousCode></GovernmentProcedure>
    <Origin><CountryCode>CN</CountryCode></Origin>
    <Packaging><QuantityQuantity>10</QuantityQuantity><TypeCode>CY</TypeCode></Packaging>{more}
    </GovernmentAgencyGoodsItem>"""


def wco(local: str, items: str, own: str = "", kind: str = "IMA", function: str = "9", more: str = "") -> str:
    """A WCO declaration in its envelope; `own` is the office's number."""
    own = f"<ID>{own}</ID>" if own else ""
    shipment = f"<GoodsShipment>{items}<Importer><ID>GB1</ID></Importer></GoodsShipment>" if items else ""
    return f"""<md:MetaData {WCO_SPACES}><md:WCODataModelVersionCode>3.6</md:WCODataModelVersionCode>
    <md:WCOTypeName>DEC</md:WCOTypeName><Declaration><FunctionCode>{function}</FunctionCode>
    <FunctionalReferenceID>{local}</FunctionalReferenceID>{own}<TypeCode>{kind}</TypeCode>{more}{shipment}
    </Declaration></md:MetaData>"""


def response(function: str, local: str, own: str, at: str = "20260302120000Z", more: str = "") -> str:
    """An answer of customs to a declaration."""
    return f"""<MetaData><WCODataModelVersionCode>3.6</WCODataModelVersionCode><WCOTypeName>RES</WCOTypeName><Response>
    <FunctionCode>{function}</FunctionCode><FunctionalReferenceID>r{function}{local}</FunctionalReferenceID>
    <IssueDateTime><DateTimeString formatCode="304">{at}</DateTimeString></IssueDateTime>{more}
    <Declaration><FunctionalReferenceID>{local}</FunctionalReferenceID><ID>{own}</ID></Declaration>
    </Response></MetaData>"""


def transit(kind: str, operation: str, more: str = "", consignment: str = "") -> str:
    """An NCTS 5 message."""
    return f"""<ncts:{kind} xmlns:ncts="http://ncts.dgtaxud.ec" PhaseID="NCTS5.0">
    <messageSender>a</messageSender><preparationDateAndTime>2026-03-01T10:00:00</preparationDateAndTime>
    <messageIdentification>m{kind}</messageIdentification><messageType>{kind}</messageType>
    <TransitOperation>{operation}</TransitOperation>{more}<Consignment>{consignment}</Consignment></ncts:{kind}>"""


def transit_item(number: int, net: str = "136", more: str = "") -> str:
    """A house consignment with one goods item."""
    return f"""<HouseConsignment><Consignor><name>Plant</name></Consignor><ConsignmentItem>
    <declarationGoodsItemNumber>{number}</declarationGoodsItemNumber><Commodity>
    <descriptionOfGoods>Gas R-22</descriptionOfGoods><CommodityCode>
    <harmonizedSystemSubHeadingCode>290371</harmonizedSystemSubHeadingCode>
    <combinedNomenclatureCode>00</combinedNomenclatureCode></CommodityCode>
    <GoodsMeasure><grossMass>200</grossMass><netMass>{net}</netMass></GoodsMeasure></Commodity>
    <Packaging><typeOfPackages>CY</typeOfPackages><numberOfPackages>10</numberOfPackages></Packaging>{more}
    </ConsignmentItem></HouseConsignment>"""


def sad_item(code: str = "29037100", net: str = "136.0", more: str = "") -> str:
    """An item of an ASYCUDA World declaration."""
    return f"""<Item><Packages><Number_of_packages>10</Number_of_packages>
    <Kind_of_packages_code>CY</Kind_of_packages_code></Packages><Tarification><HScode><Commodity_code>{code}</Commodity_code><Precision_1>00</Precision_1></HScode>
    <Extended_customs_procedure>4000</Extended_customs_procedure></Tarification>
    <Goods_description><Country_of_origin_code>CN</Country_of_origin_code>
    <Description_of_goods>Chlorodifluoromethane</Description_of_goods>
    <Commercial_Description>FREON R22 13.6 KG</Commercial_Description></Goods_description>
    <Licence_number>L-7</Licence_number><Valuation_item><Weight_itm><Gross_weight_itm>176</Gross_weight_itm>
    <Net_weight_itm>{net}</Net_weight_itm></Weight_itm><Item_Invoice>
    <Amount_foreign_currency>900.5</Amount_foreign_currency><Currency_code>840</Currency_code></Item_Invoice>
    </Valuation_item>{more}</Item>"""


def sad(items: str, registration: str = "<Number>88</Number><Date>2026-03-01</Date>") -> str:
    """An ASYCUDA World declaration."""
    return f"""<?xml version="1.0" encoding="UTF-8"?><ASYCUDA id="7"><Property><Sad_flow>I</Sad_flow>
    <Nbers><Total_number_of_items>3</Total_number_of_items></Nbers></Property>
    <Identification><Office_segment><Customs_clearance_office_code>KNG</Customs_clearance_office_code></Office_segment>
    <Type><Type_of_declaration>IM</Type_of_declaration>
    <Declaration_gen_procedure_code>4</Declaration_gen_procedure_code></Type>
    <Registration><Serial_number>C</Serial_number>{registration}</Registration></Identification>
    <Traders><Exporter><Exporter_code><null/></Exporter_code><Exporter_name>GAS PLANT
1 ROAD
NINGBO</Exporter_name></Exporter><Consignee><Consignee_code>TIN9</Consignee_code>
    <Consignee_name>COLD LTD</Consignee_name></Consignee></Traders>{items}</ASYCUDA>"""


def written(folder: Path, text: str, name: str = "message.xml") -> Path:
    """The text as a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
