"""Page x / y on a PDF, whatever wkhtmltopdf makes of footers.

That of Debian is built with a Qt that prints no footers and says nothing about it.
"""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import PdfReader, PdfWriter

#: points from the lower edge, and the size of the figures
BOTTOM, SIZE = 20, 8


def number_pages(content):
    """The PDF with "1 / 2", "2 / 2" at the foot of its pages.

    :param content: bytes of a PDF
    :return: bytes of a PDF
    """
    reader, writer = PdfReader(BytesIO(content)), PdfWriter()
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        width, height = (float(size) for size in page.mediabox[2:])
        stamp = BytesIO()
        canvas = Canvas(stamp, pagesize=(width, height))
        canvas.setFont("Helvetica", SIZE)
        canvas.drawCentredString(width / 2, BOTTOM, f"{number} / {count}")
        canvas.save()
        page.merge_page(PdfReader(stamp).pages[0])
        writer.add_page(page)
    numbered = BytesIO()
    writer.write(numbered)
    return numbered.getvalue()
