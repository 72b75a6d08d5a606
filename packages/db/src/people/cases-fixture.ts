import { ListPeopleInput } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as people from "./index.ts";

type Tx = Parameters<typeof people.findIamPerson>[0];
const listed = (given: object) => (tx: Tx) => people.listPeopleRows(tx, ListPeopleInput.parse(given));

export const CASES: CasesOf<typeof people> = {
  findIamPerson: (tx, { personOfUsersId }) => people.findIamPerson(tx, personOfUsersId),
  groupPeopleBy: (tx) => people.groupPeopleBy(tx, { now: NOW, at: NOW }),
  holdGrouping: (tx) => people.holdGrouping(tx),
  insertRuling: (tx, { userId, goneUserId }) =>
    people.insertRuling(tx, {
      ...{
        id: uuidv7(),
        ruledAt: NOW,
        ruledBy: "ann",
        kind: "merged",
        userIds: [userId, goneUserId],
        otherUserIds: [],
      },
    }),
  listPeopleRows: [
    ...ListPeopleInput.shape.sort.unwrap().options.map((sort) => listed({ sort })),
    listed({ q: "ann", minUsers: 1 }),
  ],
  readKeptPeople: (tx) => people.readKeptPeople(tx),
  readPersonUsers: [
    (tx) => people.readPersonUsers(tx),
    (tx, { personOfUsersId }) => people.readPersonUsers(tx, [personOfUsersId]),
  ],
  readRulings: (tx) => people.readRulings(tx),
  readUsersToGroup: (tx) => people.readUsersToGroup(tx),
  readUsedKeys: (tx, { userId }) => people.readUsedKeys(tx, [userId]),
  removePersonUsers: (tx, { userId }) => people.removePersonUsers(tx, [userId]),
  setGrouped: (tx) => people.setGrouped(tx, { at: NOW, dueAt: NOW }),
  setGroupingDue: (tx) => people.setGroupingDue(tx, NOW),
  writePeople: (tx, { userId, personOfUsersId }) => {
    const id = uuidv7();
    const person = { id, name: "ann", confidence: null, reasons: [] };
    return people.writePeople(tx, { people: [person], users: [{ userId, personId: id }], goneIds: [personOfUsersId] });
  },
};
