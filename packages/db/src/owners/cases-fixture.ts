import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as owners from "./index.ts";

const SET = { at: NOW, by: "ann" };

export const CASES: CasesOf<typeof owners> = {
  countOwnersUsers: [
    (tx) => owners.countOwnersUsers(tx, { at: NOW }),
    (tx) => owners.countOwnersUsers(tx, { at: AT, asOf: AT }),
  ],
  listOwnerAssignments: (tx, { userId }) => owners.listOwnerAssignments(tx, userId, NOW),
  lockOwnerRules: (tx) => owners.lockOwnerRules(tx),
  readAssignable: (tx, { userId }) => owners.readAssignable(tx, [userId]),
  readDecidedOwners: [
    (tx) => owners.readDecidedOwners(tx, {}, NOW),
    (tx, { accountId }) => owners.readDecidedOwners(tx, { accountId }, NOW),
    (tx, { accountId, userId }) => owners.readDecidedOwners(tx, { accountId, userId }, NOW),
  ],
  readOwnedUsers: [
    (tx) => owners.readOwnedUsers(tx, { userName: "*" }),
    (tx, { awsAccountId }) => owners.readOwnedUsers(tx, { awsAccountIds: [awsAccountId], pathPrefix: "/" }),
  ],
  readOwnerRules: [(tx) => owners.readOwnerRules(tx), (tx) => owners.readOwnerRules(tx, NOW)],
  readUserOwners: (tx, { userId }) => owners.readUserOwners(tx, [userId]),
  replaceAssignments: [
    (tx, { userId, accountId }) => owners.replaceAssignments(tx, [{ userId, accountId }], { ...SET, owner: "bob" }),
    (tx, { userId, accountId }) => owners.replaceAssignments(tx, [{ userId, accountId }], { ...SET, owner: null }),
  ],
  replaceOwnerRules: (tx, { ownerRuleId: id }) => {
    const rule = { match: { userName: "ci-*" }, owner: "platform" };
    const begun = [
      { ...rule, id, number: 2 },
      { ...rule, id: uuidv7(), number: 1 },
    ];
    return owners.replaceOwnerRules(tx, { endedIds: [id], begun }, SET);
  },
  writeAssignedOwners: (tx, { credentialId: id }) => owners.writeAssignedOwners(tx, [{ id, owner: "platform" }]),
  writeUserOwners: (tx, { accountId, userId, goneUserId }) =>
    owners.writeUserOwners(tx, { accountId, at: NOW }, [
      { userId, owner: null },
      { userId: goneUserId, owner: "platform" },
    ]),
};
