/** What the fonts that every reader of PDF has can show. */
const SHOWN = /[^\n\x20-\x7E\xA0-\xFF\u2013\u2014\u2018\u2019\u201C\u201D\u2022\u2026\u20AC]/gu;
export const shown = (text: string): string => text.replace(SHOWN, "?");
export const minute = (at: Date | null): string =>
  at ? `${at.toISOString().slice(0, 16).replace("T", " ")} UTC` : "-";
export const inWords = (name: string): string => name.replaceAll("_", " ");

export const MARGIN = 48;
const [BODY, SMALL] = [9.5, 8];
export const INK = { text: "#1a1a1a", faint: "#5a5a5a", rule: "#c8c8c8" };

/** Writes one thing under the other, and begins a page where one is full. */
export class Sheet {
  readonly #doc: PDFKit.PDFDocument;

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
  }

  heading(text: string, size: number): void {
    if (this.#doc.y > this.#doc.page.height - (size > BODY + 2 ? 220 : 110)) this.#doc.addPage();
    this.#doc.moveDown(0.6).font("Helvetica-Bold").fontSize(size).fillColor(INK.text).text(shown(text), MARGIN);
    this.#doc.moveDown(0.25);
  }

  line(text: string, { isFaint = false, indent = 0 } = {}): void {
    this.#doc
      .font("Helvetica")
      .fontSize(isFaint ? SMALL : BODY)
      .fillColor(isFaint ? INK.faint : INK.text)
      .text(shown(text), MARGIN + indent, undefined, { lineGap: 1.5 });
  }

  code(text: string, indent = 0): void {
    this.#doc
      .font("Courier")
      .fontSize(7)
      .fillColor(INK.faint)
      .text(shown(text), MARGIN + indent, undefined, { lineGap: 2.5 });
  }

  /** What a thing is, and what it is called. */
  field(label: string, value: string): void {
    this.line(label, { isFaint: true });
    this.line(value);
    this.#doc.moveDown(0.35);
  }

  page(): void {
    this.#doc.addPage();
  }

  rule(): void {
    const { y, page } = this.#doc;
    this.#doc
      .moveTo(MARGIN, y + 6)
      .lineTo(page.width - MARGIN, y + 6)
      .lineWidth(0.5)
      .stroke(INK.rule);
    this.#doc.moveDown(1);
  }

  /** A list, or that there is nothing. */
  list<Item>(title: string, items: readonly Item[], write: (item: Item) => void): void {
    this.heading(title, 10.5);
    if (items.length === 0) this.line("None.", { isFaint: true });
    for (const item of items) write(item);
  }
}
