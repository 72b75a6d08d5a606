import { v7 as uuidv7 } from "uuid";
import { AT, NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as events from "./index.ts";

const EARLIER = new Date(0);
const WANTED = [{ type: "user.created", isFirstSeen: false }] as const;
const eventOf = ({ accountId, userId, scanId }: QueriedTenant): events.EventRow => ({
  id: uuidv7(),
  type: "user.created",
  at: NOW,
  accountId,
  subject: "user",
  subjectId: userId,
  scanId,
  isFirstSeen: false,
  facts: {},
});

export const CASES: CasesOf<typeof events> = {
  countChangeEvents: (tx) => events.countChangeEvents(tx, ["user.created"], EARLIER, NOW),
  insertEvents: (tx, of) => events.insertEvents(tx, [eventOf(of)]),
  insertVersionEvents: (tx, of) => events.insertVersionEvents(tx, [eventOf(of)], ["user.created"]),
  keysOfUsers: (tx, { userId }) => events.keysOfUsers(tx, [userId], NOW),
  listChangeEvents: [
    (tx) => events.listChangeEvents(tx, { limit: 10 }, WANTED),
    (tx, { userId }) => events.listChangeEvents(tx, { subjectId: userId, limit: 10 }, WANTED),
  ],
  newestType: (tx, { userId }) => events.newestType(tx, userId, ["user.created"]),
  previousReadings: async (tx, { accountId }) =>
    (await events.previousReadings(tx, { accountId, scanId: uuidv7(), at: NOW }, [["users"]]))[0],
  recreatedSince: (tx, { userId }) => events.recreatedSince(tx, [userId], AT),
  typesOfAccount: (tx, { accountId }) => events.typesOfAccount(tx, accountId, ["user.created"]),
  unequalFindingEvents: (tx, { accountId }) => events.unequalFindingEvents(tx, accountId),
  unequalVersionEvents: async (tx, { accountId }) =>
    (await events.unequalVersionEvents(tx, accountId, ["user.created"]))[0],
  unendedExceptions: (tx, { accountId }) => events.unendedExceptions(tx, accountId),
};
