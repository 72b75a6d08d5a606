import { readFile } from "node:fs/promises";
import type { AccountReading, ApiCalls, SlowLaneUser } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  type Emulated,
  emulate,
  hoursAfter,
  inputOf,
  knownOf,
  LARGE_ACCOUNT,
  previousOf,
} from "../testing/emulated-account.ts";

const DOCUMENT = new URL("../../../../docs/scan-cost.md", import.meta.url);

/** The accounts of the published tables, by their number of users: see "The accounts" there. */
const SIZES = {
  "0": { users: 0, usersWithKeys: 0, accessKeys: 0, roles: 1, policies: 0 },
  "100": { users: 100, usersWithKeys: 70, accessKeys: 80, roles: 50, policies: 20 },
  "500": { users: 500, usersWithKeys: 350, accessKeys: 400, roles: 200, policies: 100 },
  "5,000": { users: 5_000, usersWithKeys: 3_500, accessKeys: 3_500, roles: 5_000, policies: 100 },
} as const;
type Size = keyof typeof SIZES;

const MEASURED: readonly Size[] = ["0", "100", "500"];
const FAST = { callCeilingPerSecond: 1_000 };
const LARGE_ACCOUNT_MS = 120_000;

type Cost = Record<string, number>;

/** The column of one size, in the table below a heading: calls by action, and of all together. */
async function published(heading: string, column: string): Promise<Cost> {
  const text = await readFile(DOCUMENT, "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const [head = [], , ...rows] = section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const index = head.indexOf(column);
  const cells = rows.map((row) => [
    (row[1] ?? "").replaceAll(/[`*]/g, ""),
    Number(row[index]?.replaceAll(/[,*]/g, "")),
  ]);
  return Object.fromEntries(cells.filter(([, calls]) => calls !== 0));
}

const costOf = ({ byAction, total }: ApiCalls): Cost => ({ ...byAction, "All calls": total });
const start = (size: Size): Promise<Emulated> =>
  emulate(SIZES[size], { options: { paging: "full" }, timing: LARGE_ACCOUNT });

describe("docs/scan-cost.md tells what a scan costs", () => {
  it.each(MEASURED)("at first, and unchanged a day later, of %s users", { timeout: LARGE_ACCOUNT_MS }, async (size) => {
    const { emulator, read } = await start(size);
    const first = await read(FAST);
    expect(costOf(first.apiCalls)).toEqual(await published("First scan", `${size} users`));
    emulator.setNow(hoursAfter(24));
    const unchanged = await read({ ...FAST, previousUsers: previousOf(first) });
    expect(costOf(unchanged.apiCalls)).toEqual(await published("Unchanged scan", `${size} users`));
  });

  it("unchanged, of 5,000 users; and at first, for which only calls for single users are added", {
    timeout: LARGE_ACCOUNT_MS,
  }, async () => {
    const { account, read } = await start("5,000");
    const { apiCalls } = await read({ ...FAST, previousUsers: knownOf(account()) });
    expect(costOf(apiCalls)).toEqual(await published("Unchanged scan", "5,000 users"));
    const first = await published("First scan", "5,000 users");
    const withCertificates = [...account().users.values()].filter((user) => user.signingCertificates.length > 0);
    const forUsers = {
      "iam:ListAccessKeys": SIZES["5,000"].usersWithKeys + (apiCalls.byAction["iam:ListAccessKeys"] ?? 0),
      "iam:ListSigningCertificates": withCertificates.length,
    };
    const all = apiCalls.total + SIZES["5,000"].usersWithKeys + withCertificates.length;
    expect(first).toEqual({ ...apiCalls.byAction, ...forUsers, "All calls": all });
  });

  it.each(["0", "100"] as const)("in the slow lane, of %s users", async (size) => {
    const { reader, read } = await start(size);
    const reading = await read(FAST);
    const slow = await reader.readSlowLane({ ...inputOf("slow-1"), ...FAST, packs: [], users: slowLaneUsers(reading) });
    const withSession = { ...slow.apiCalls.byAction, "sts:AssumeRole": 1 };
    expect(slow.apiCalls.byAction["sts:AssumeRole"] ?? 0).toBeLessThanOrEqual(1);
    const all = Object.values(withSession).reduce((sum, calls) => sum + calls, 0);
    expect({ ...withSession, "All calls": all }).toEqual(await published("Slow lane", `${size} users`));
  });

  it("for one user who is read again", async () => {
    const { reader, read, account } = await start("100");
    await read(FAST);
    const user = [...account().users.values()].find(
      ({ accessKeys, inlinePolicies }) => accessKeys.length === 2 && inlinePolicies.length === 1,
    );
    if (!user) throw new Error("The world has no user with two keys and an inline policy");
    const { userName, userId } = user;
    const recheck = await reader.readUser({ ...inputOf("recheck-1"), ...FAST, userName, userId });
    const cost = { "sts:AssumeRole": 1, ...recheck.apiCalls.byAction };
    const all = Object.values(cost).reduce((sum, calls) => sum + calls, 0);
    expect({ ...cost, "All calls": all }).toEqual(await published("One user read again", "One user"));
  });
});

/** Those with an access key are the candidates for a migration to roles. */
const slowLaneUsers = ({ users }: AccountReading): SlowLaneUser[] =>
  users.map(({ userId, userName, arn, mfa, accessKeys }) => ({
    userId,
    userName,
    arn,
    hasMfa: mfa.state === "read" ? mfa.value !== "none" : null,
    isMigrationCandidate: accessKeys.state === "read" && accessKeys.value.length > 0,
  }));
