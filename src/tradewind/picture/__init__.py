"""The picture: from findings and tables to a page people can defend.

warehouse = Warehouse.open(url)
boundaries = shipped()
picture = assemble(warehouse, "IND", boundaries=boundaries)
page = html.render(picture, boundaries)
"""

from tradewind.picture import as_json, html, pdf, workbook
from tradewind.picture.assembling import assemble, compose
from tradewind.picture.boundaries import Boundaries, from_geojson, shipped
from tradewind.picture.model import Picture

__all__ = [
    "Boundaries", "Picture", "as_json", "assemble", "compose", "from_geojson", "html", "pdf", "shipped",
    "workbook",
]  # fmt: skip
