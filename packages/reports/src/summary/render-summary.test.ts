import { describe, expect, it } from "vitest";
import { renderSummary } from "./render-summary.ts";
import { dayMetrics, overdueKey, summaryReport } from "./summary-fixture.ts";

/** What a reader sees of the HTML: no markup, no comments, white space collapsed. */
function visibleText(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  return body
    .replace(/<!--.*?-->/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}
const base = summaryReport();
const noScan = summaryReport({
  overview: {
    ...base.overview,
    accounts: { total: 2, scanned: 0, partial: 0, failing: 0, neverScanned: 2, pending: 0, pendingUsers: 0 },
    today: null,
    weekAgo: null,
    rotation: { compliant: 0, total: 0, percent: null, unknown: 0, usersUnread: 0 },
  },
  migration: {
    ...base.migration,
    points: [],
    forecast: { intervals: [], pacePerWeek: 0, paceNeeded: null, reason: "Nothing is left to migrate." },
  },
  changes: { created: 0, changed: 0, removed: 0, lines: [], linesLeftOut: 0 },
  overdue: { total: 0, rows: [] },
});

describe("numbers", () => {
  const figures = [
    ["Active access keys", "400", "−12 in a week"],
    ["Overdue access keys", "100", "−20 in a week"],
    ["Rotation compliance", "75%", "+5 points in a week"],
    ["Users with active keys", "379", "no change in a week"],
    ["Roles", "1,927", "+23 in a week"],
    ["Console users without MFA", "7", "+3 in a week"],
  ] as const;

  it.each(figures)("%s stand in both parts with their change", async (label, value, change) => {
    const { html, text } = await renderSummary(base);
    expect(visibleText(html)).toContain(`${value} ${label} ${change}`);
    expect(text.replace(/ +/g, " ")).toContain(`${label}: ${value} (${change})`);
  });

  it("have no change without an earlier scan", async () => {
    const { text, html } = await renderSummary(summaryReport({ overview: { ...base.overview, weekAgo: null } }));
    expect(text.match(/\(no earlier scan\)/g)).toHaveLength(6);
    expect(visibleText(html)).not.toContain("in a week");
  });

  it("are unknown, not zero, before the first scan", async () => {
    const { text, html, subject, inlineImages } = await renderSummary(noScan);
    expect(text.match(/unknown \(no scan yet\)/g)).toHaveLength(6);
    expect(subject).toContain("no scan yet");
    expect(inlineImages).toEqual([]);
    expect(html).not.toContain("cid:");
    for (const part of [text, visibleText(html)]) {
      expect(part).not.toMatch(/\b0 (created|changed|overdue)|Nothing is past/);
    }
  });

  it("is no percentage where there is no key", async () => {
    const rotation = { compliant: 0, total: 0, percent: null, unknown: 0, usersUnread: 0 };
    const none = { d0_30: 0, d31_60: 0, d61_90: 0, d91_180: 0, d181_365: 0, d366: 0 };
    const today = dayMetrics({ activeKeys: 0, activeKeysOverdue: 0, activeKeysByAge: none });
    const { text } = await renderSummary(summaryReport({ overview: { ...base.overview, today, rotation } }));
    expect(text).toMatch(/Rotation compliance: +no keys \(nothing to compare\)/);
  });
});

describe("the way from users to roles", () => {
  it("comes first, in both parts and in the picture's description", async () => {
    const { html, text } = await renderSummary(base);
    const { moved, retired, excepted, left, scope } = base.migration.points.at(-1)!;
    const lines = [
      `${moved} of ${scope} users moved, ${retired} retired, ${excepted} excepted, ${left} left.`,
      "Pace: 5.3 users a week, net of new users.",
      "At this pace the last one ends between 2027-05-02 and 2027-06-20 (50 % likely).",
    ];
    for (const line of lines) expect(visibleText(html)).toContain(line);
    expect(text).toContain(`FROM USERS TO ROLES\n${lines.join("\n")}`);
    expect(html).toContain(`alt="${lines.join(" ")}"`);
    for (const part of [text, visibleText(html)]) {
      expect(part.indexOf(lines[0]!)).toBeLessThan(part.indexOf("Active access keys"));
    }
  });

  it("is no forecast of nothing before the first scan", async () => {
    const { text } = await renderSummary(noScan);
    expect(text).toContain("FROM USERS TO ROLES\nNo user to migrate is known yet.\n");
  });
});

describe("what to do next", () => {
  it("is told in its order, with the page of the object, or the list of several", async () => {
    const { html, text } = await renderSummary(base);
    const [root, quiet] = base.nextSteps.steps;
    expect(text).toContain(
      `WHAT TO DO NEXT\n1. ${root?.what}: ${root?.why}.\n   https://rolecall.example.com${root?.first?.path}\n2. ${quiet?.what}: ${quiet?.why}. Safe now.\n   https://rolecall.example.com/migration?stage=quiet\n`,
    );
    expect(visibleText(html)).toContain(`2. ${quiet?.what} ${quiet?.why}. Safe now.`);
  });

  it("is nothing, or not known yet", async () => {
    const none = { steps: [], more: 0 };
    const done = await renderSummary(summaryReport({ nextSteps: { ...none, accountsNotJudged: 0 } }));
    expect(done.text).toContain("WHAT TO DO NEXT\nNothing waits for anybody.\n");
    const unknown = await renderSummary(summaryReport({ nextSteps: { ...none, accountsNotJudged: 2 } }));
    expect(unknown.text).toContain(
      "WHAT TO DO NEXT\n2 accounts have not been judged yet and may have more: that follows their first scans.\n",
    );
  });
});

describe("what is missing", () => {
  it("is told in words", async () => {
    const overview = {
      ...base.overview,
      accounts: { total: 12, scanned: 9, partial: 2, failing: 1, neverScanned: 1, pending: 0, pendingUsers: 0 },
      today: dayMetrics({ accountsCarried: 3, usersKeysUnknown: 1 }),
    };
    const { text, html } = await renderSummary(summaryReport({ overview, overdue: { total: 0, rows: [] } }));
    const sentences = [
      "1 of 12 accounts never scanned: not in these numbers.",
      "1 of 12 accounts could not be scanned last time: what was known before is counted.",
      "2 of 12 accounts read in part: what could not be read is unknown, and is not counted as zero.",
      "3 of 12 accounts not scanned on Nov 22, 2026 (UTC): counted with the last known state.",
      "Access keys of 1 user could not be read: there may be more keys than shown.",
      "Nothing that could be read is past its rotation deadline.",
    ];
    for (const sentence of sentences) {
      expect(text).toContain(sentence);
      expect(visibleText(html)).toContain(sentence);
    }
  });
});

describe("hostile names", () => {
  it("stay text", async () => {
    const userName = `<img src=x onerror=alert(1)>"'&=cmd|' /C calc'!A0 ünï`;
    const { html, text, subject } = await renderSummary(
      summaryReport({
        tenantName: "Acme\r\nBcc: everyone@example.com",
        overdue: { total: 1, rows: [overdueKey({ userName })] },
      }),
    );
    expect(html).not.toContain("<img src=x");
    expect(visibleText(html)).toContain(userName);
    expect(text).toContain(userName);
    expect(subject).toBe("Rolecall summary, Nov 22, 2026: 100 overdue access keys");
  });
});

describe("lists", () => {
  it("link each overdue key to its page and tell its last use", async () => {
    const { html, text } = await renderSummary(base);
    for (const row of base.overdue.rows) {
      const href = `https://rolecall.example.com/credentials/${row.id}`;
      expect(html).toContain(`href="${href}"`);
      expect(text).toContain(href);
    }
    expect(text).toMatch(/deploy-bot.*1,417 days old, last used: Nov 20, 2026, s3/);
    expect(text).toMatch(/backup-prod.*last used: never/);
    expect(text).toMatch(/wordpress-media.*last used: unknown/);
    expect(text).toContain("and 97 more: https://rolecall.example.com/credentials?state=overdue");
  });

  it("count the changes, and date them in the schedule's time zone", async () => {
    const { html, text } = await renderSummary(base);
    for (const part of [text, visibleText(html)]) {
      expect(part).toContain("Since Nov 15, 2026: 14 created, 9 changed, 1,023 removed.");
      expect(part).toContain("and 1,043 more changes");
    }
    expect(text).toContain("- Nov 21, 2026: User paul.müller@example.com gained AdministratorAccess, in 444455556666");
    expect(html).toContain('href="https://rolecall.example.com/roles/0199b2f0-1111-7000-8000-000000000003"');
  });
});

it("loads nothing from outside and needs no style sheet", async () => {
  const { html } = await renderSummary(base);
  const sources = [...html.matchAll(/\ssrc="([^"]+)"/g)].map(([, src]) => src);
  expect(sources).toEqual(["cid:migration@rolecall"]);
  expect(html).not.toMatch(/<(script|style|link)\b/);
});
