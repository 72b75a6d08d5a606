import { readdirSync, readFileSync } from "node:fs";
import { ListMigrationsInput } from "@rolecall/domain";
import { EXAMPLE_ACCOUNTS, MIGRATION_DECISIONS } from "@rolecall/example-organisation";
import { expect, it } from "vitest";
import { decideMigrations } from "../migrations/decide-migrations.ts";
import { listMigrations } from "../migrations/list-migrations.ts";
import { type ConnectedExample, connectExample, ENDS_AT } from "./example-organisation-fixture.ts";
import { verifyHistory } from "./recompute.ts";

const MS_PER_DAY = 86_400_000;
const HOUR_MS = 3_600_000;
const LAST_DAY = 365;
/** The acquired account has joined the organisation the evening before. */
const LEGACY_FROM = 153;
const WATCHED_DAYS = 16;

/**
 * Each user's target, confidence and stage on some days of the story, written down from the story and the design: see
 * `expected-migrations/README.md`.
 */
type ExpectedAccount = { awsAccountId: string; days: number[]; users: Record<string, (string | null)[]> };
const FOLDER = new URL("./expected-migrations/", import.meta.url);
const expected: readonly ExpectedAccount[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")));

const line = (awsAccountId: string, userName: string, day: number, says: string): string =>
  `${awsAccountId} ${userName} on day ${day}: ${says}`;
const expectedLines = expected.flatMap(({ awsAccountId, days, users }) =>
  Object.entries(users).flatMap(([userName, says]) =>
    days.flatMap((day, index) =>
      (says[index]?.split(" and ") ?? []).map((one) => line(awsAccountId, userName, day, one)),
    ),
  ),
);
const users = new Set(
  expected.flatMap(({ awsAccountId, users: named }) => Object.keys(named).map((name) => `${awsAccountId} ${name}`)),
);
const days = [...new Set(expected.flatMap((account) => account.days))].sort((a, b) => a - b);

const dayAt = (day: number): Date => new Date(ENDS_AT.getTime() - (LAST_DAY - day) * MS_PER_DAY);

/** Users of whom something is expected, and the roles that take over from them. */
const told = new Set(MIGRATION_DECISIONS.flatMap(({ plan }) => plan?.replacementRoleArn ?? []));
const roles = new Set([...told].map((arn) => `${arn.split(":")[4]} ${arn.slice(arn.lastIndexOf("/") + 1)}`));
const isTold = (awsAccountId: string, name: string): boolean =>
  users.has(`${awsAccountId} ${name}`) || roles.has(`${awsAccountId} ${name}`);

const ACCOUNTS = EXAMPLE_ACCOUNTS.filter(({ connected }) => connected).map(({ awsAccountId, joinsMonth }) => {
  const decided = MIGRATION_DECISIONS.filter((decision) => decision.awsAccountId === awsAccountId);
  return {
    awsAccountId,
    from: joinsMonth > 0 ? LEGACY_FROM : 0,
    decidesFrom: Math.min(LAST_DAY, ...decided.map(({ day }) => day)),
  };
});

/** Daily at first, so that rhythms show; once a week from two weeks before the first decision on. */
const isWatched = (day: number, { from, decidesFrom }: (typeof ACCOUNTS)[number]): boolean =>
  (day >= from && day < from + WATCHED_DAYS) || (day >= decidesFrom - 14 && (day - WATCHED_DAYS + 1) % 7 === 0);

async function liveThrough(example: ConnectedExample, day: number): Promise<void> {
  const at = dayAt(day);
  example.goTo(at);
  if (day === LEGACY_FROM) await example.discover();
  const watched = ACCOUNTS.filter((account) => isWatched(day, account));
  if (watched.length > 0)
    await example.scan(
      "inventory",
      watched.map(({ awsAccountId }) => awsAccountId),
    );
  // SSH keys are read by it alone.
  if (day === 0) await example.scan("slow_lane");
  example.goTo(new Date(at.getTime() + HOUR_MS));
  await decideMigrations(
    example.ctx,
    MIGRATION_DECISIONS.filter((decision) => decision.day === day),
  );
}

async function found({ ctx }: ConnectedExample, day: number): Promise<string[]> {
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listMigrations(ctx, ListMigrationsInput.parse({ asOf: dayAt(day), limit: 200, cursor }));
    for (const { awsAccountId, userName, target, confidence, stage } of page.items)
      lines.push(line(awsAccountId, userName, day, `${target} ${confidence} ${stage}`));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return lines;
}

it("moves the example's users as was written down by hand, on six days of the year, and again when it is judged again", async () => {
  expect(users.size).toBeGreaterThanOrEqual(60);
  const example = await connectExample(dayAt(0), { isTold });
  for (let day = 0; day <= LAST_DAY; day++) await liveThrough(example, day);
  const lines = (await Promise.all(days.map((day) => found(example, day)))).flat();
  expect(lines.toSorted()).toEqual(expectedLines.toSorted());
  const verified = await Array.fromAsync(verifyHistory(example.ctx));
  expect(verified.flatMap(({ differences }) => differences)).toEqual([]);
}, 900_000);
