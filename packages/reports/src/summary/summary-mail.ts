import {
  Body,
  Button,
  Column,
  Container,
  Head,
  Heading,
  Html,
  Img,
  Link,
  Preview,
  Row,
  Section,
  Text,
} from "@react-email/components";
import { Fragment, createElement as h, type ReactElement, type ReactNode } from "react";
import { COLORS, CONTENT_WIDTH_PX, STYLES } from "./mail-theme.ts";
import type { Figure, SummaryView } from "./summary-view.ts";

const FIGURES_PER_ROW = 3;

/** The HTML part: tables and inline styles, since mail programs drop the rest. */
export function summaryMail(view: SummaryView, picture: Picture | null): ReactElement {
  return h(
    Html,
    { lang: "en", dir: "ltr" },
    h(
      Head,
      null,
      h("meta", { name: "color-scheme", content: "light" }),
      h("meta", { name: "supported-color-schemes", content: "light" }),
      h("title", null, view.subject),
    ),
    h(Preview, null, view.preheader),
    h(
      Body,
      { style: STYLES.body },
      h(
        Container,
        { style: STYLES.container },
        titleSection(view),
        migrationSection(view.migration, picture),
        nextStepsSection(view.nextSteps),
        figuresSection(view.figures),
        coverageSection(view.coverage),
        overdueSection(view.overdue),
        changesSection(view.changes),
        footer(view),
      ),
    ),
  );
}

function section(title: string, children: ReactNode): ReactElement {
  return h(Section, { style: STYLES.section }, h(Heading, { as: "h2", style: STYLES.heading }, title), children);
}

type Picture = { src: string; height: number };

/** How far users are on their way to roles: the picture, and the same in words. */
function migrationSection(lines: readonly string[], picture: Picture | null): ReactElement {
  const image =
    picture &&
    h(Img, {
      key: "picture",
      src: picture.src,
      alt: lines.join(" "),
      // Without it React adds a preload link, which a mail cannot resolve.
      fetchPriority: "low",
      width: CONTENT_WIDTH_PX,
      height: picture.height,
      style: STYLES.image,
    });
  const [first, ...more] = lines;
  return section("From users to roles", [
    h(Text, { key: "first", style: STYLES.paragraph }, first),
    image,
    ...more.map((line) => h(Text, { key: line, style: { ...STYLES.muted, paddingTop: 6 } }, line)),
  ]);
}

/** What to do first, in order. */
function nextStepsSection({ headline, rows }: SummaryView["nextSteps"]): ReactElement {
  return section("What to do next", [
    headline && h(Text, { key: "headline", style: STYLES.muted }, headline),
    ...rows.map(({ what, why, href }, index) =>
      h(Text, { key: href, style: STYLES.paragraph }, [
        `${index + 1}. `,
        h(Link, { key: "what", href, style: STYLES.link }, what),
        h("span", { key: "why", style: STYLES.detail }, ` ${why}`),
      ]),
    ),
  ]);
}

function titleSection({ tenantName, dateLine }: SummaryView): ReactElement {
  return h(
    Section,
    { style: { ...STYLES.section, paddingTop: 24 } },
    h(Text, { style: STYLES.brand }, "Rolecall"),
    h(Heading, { as: "h1", style: STYLES.title }, `Access keys and roles of ${tenantName}`),
    h(Text, { style: STYLES.muted }, dateLine),
  );
}

function figuresSection(figures: readonly Figure[]): ReactElement {
  const rows = Array.from({ length: Math.ceil(figures.length / FIGURES_PER_ROW) }, (_, i) =>
    figures.slice(i * FIGURES_PER_ROW, (i + 1) * FIGURES_PER_ROW),
  );
  const cell = ({ label, value, change, tone }: Figure) =>
    h(
      Column,
      { key: label, style: STYLES.figureCell },
      h(Text, { style: STYLES.figureValue }, value),
      h(Text, { style: STYLES.figureLabel }, label),
      h(Text, { style: { ...STYLES.figureChange, color: COLORS[tone] } }, change),
    );
  return h(
    Section,
    { style: { ...STYLES.section, paddingTop: 10 } },
    rows.map((row) => h(Fragment, { key: row[0]?.label }, h(Row, null, row.map(cell)))),
  );
}

function coverageSection({ complete, lines }: SummaryView["coverage"]): ReactElement {
  const style = complete ? STYLES.muted : STYLES.paragraph;
  const texts = lines.map((line) => h(Text, { key: line, style }, line));
  return h(
    Section,
    { style: STYLES.section },
    h(Row, null, h(Column, complete ? null : { style: STYLES.notice }, texts)),
  );
}

type TableRow = { key: string; cells: ReactNode[] };

/** The last column is as narrow as its content, at the right. */
function table(headers: readonly string[], rows: readonly TableRow[]): ReactElement {
  const last = headers.length - 1;
  const header = (text: string, i: number) =>
    h(
      "th",
      {
        key: text,
        scope: "col",
        align: "left",
        style: i === last ? { ...STYLES.header, ...STYLES.lastColumn } : STYLES.header,
      },
      text,
    );
  const cell = (content: ReactNode, i: number) =>
    h("td", { key: headers[i], style: i === last ? { ...STYLES.cell, ...STYLES.lastColumn } : STYLES.cell }, content);
  return h(
    "table",
    { width: "100%", cellPadding: 0, cellSpacing: 0, border: 0, style: { borderCollapse: "collapse", width: "100%" } },
    h("thead", null, h("tr", null, headers.map(header))),
    h(
      "tbody",
      null,
      rows.map(({ key, cells }) => h("tr", { key }, cells.map(cell))),
    ),
  );
}

/** A cell of two lines: what it is, and quietly what belongs to it. */
function stacked(main: ReactNode, detail: string): ReactElement {
  return h(Fragment, null, main, h("br"), h("span", { style: STYLES.detail }, detail));
}

function more(text: string | null, href: string): ReactElement | null {
  return text === null
    ? null
    : h(Text, { style: { ...STYLES.muted, paddingTop: 8 } }, h(Link, { href, style: STYLES.link }, text));
}

function overdueSection({ headline, rows, leftOut, href }: SummaryView["overdue"]): ReactElement {
  const cells = rows.map((row) => ({
    key: row.href,
    cells: [
      stacked(h(Link, { href: row.href, style: STYLES.link }, row.user), row.account),
      stacked(h("span", { style: STYLES.code }, row.credential), `last used: ${row.lastUsed}`),
      row.age,
    ],
  }));
  return section("Overdue", [
    h(Text, { key: "headline", style: { ...STYLES.paragraph, paddingBottom: 6 } }, headline),
    rows.length > 0 && h("div", { key: "rows" }, table(["User and account", "Key and last use", "Age"], cells)),
    h("div", { key: "more" }, more(leftOut, href)),
  ]);
}

function changesSection({ headline, rows, leftOut }: SummaryView["changes"]): ReactElement {
  const cells = rows.map((row, i) => ({
    key: `${row.when} ${row.what} ${i}`,
    cells: [stacked(h(Link, { href: row.href, style: STYLES.link }, row.what), row.where), row.when],
  }));
  return section("What changed", [
    h(Text, { key: "headline", style: { ...STYLES.paragraph, paddingBottom: 6 } }, headline),
    rows.length > 0 && h("div", { key: "rows" }, table(["What", "Day"], cells)),
    leftOut && h(Text, { key: "more", style: { ...STYLES.muted, paddingTop: 8 } }, leftOut),
  ]);
}

function footer({ reason, schedulesUrl, consoleUrl }: SummaryView): ReactElement {
  return h(
    Section,
    { style: { ...STYLES.section, paddingTop: 24, paddingBottom: 28 } },
    h(Button, { href: consoleUrl, style: STYLES.button }, "Open the console"),
    h(
      Text,
      { style: { ...STYLES.muted, paddingTop: 18 } },
      reason,
      " ",
      h(Link, { href: schedulesUrl, style: STYLES.link }, "Change the report schedules"),
      ".",
    ),
  );
}
