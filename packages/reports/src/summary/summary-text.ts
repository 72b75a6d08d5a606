import type { SummaryView } from "./summary-view.ts";

/** The plain-text part: the same words and numbers as the HTML. */
export function summaryText(view: SummaryView): string {
  const { figures, coverage, changes, overdue, nextSteps } = view;
  const widest = Math.max(...figures.map(({ label }) => label.length));
  const sections = [
    [`Rolecall for ${view.tenantName}`, view.dateLine, view.consoleUrl],
    ["FROM USERS TO ROLES", ...view.migration],
    [
      "WHAT TO DO NEXT",
      ...(nextSteps.headline ? [nextSteps.headline] : []),
      ...nextSteps.rows.map(({ what, why, href }, index) => `${index + 1}. ${what}: ${why}\n   ${href}`),
    ],
    figures.map(({ label, value, change }) => `${`${label}:`.padEnd(widest + 2)}${value} (${change})`),
    coverage.lines,
    [
      "OVERDUE",
      overdue.headline,
      ...overdue.rows.map(
        (row) =>
          `- ${row.user}, ${row.account}: ${row.credential}, ${row.age} old, last used: ${row.lastUsed}\n  ${row.href}`,
      ),
      ...(overdue.leftOut ? [`${overdue.leftOut}: ${overdue.href}`] : []),
    ],
    [
      "WHAT CHANGED",
      changes.headline,
      ...changes.rows.map((row) => `- ${row.when}: ${row.what}, in ${row.where}\n  ${row.href}`),
      ...(changes.leftOut ? [changes.leftOut] : []),
    ],
    ["--", view.reason, `Schedules: ${view.schedulesUrl}`],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
