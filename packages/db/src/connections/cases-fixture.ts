import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as connections from "./index.ts";

export const CASES: CasesOf<typeof connections> = {
  countConnections: (tx) => connections.countConnections(tx),
  findConnection: (tx, { connectionId }) => connections.findConnection(tx, connectionId),
  findDueVerification: (tx, { connectionId: id }) => connections.findDueVerification(tx, { id, now: NOW }),
  insertConnection: (tx, { tenantId }) =>
    connections.insertConnection(tx, tenantId, {
      id: uuidv7(),
      name: "Shop",
      kind: "account",
      partition: "aws",
      externalId: uuidv7(),
      principalArn: "arn:aws:iam::999988887777:role/rolecall",
      status: "pending",
      checks: [],
      packs: [],
      scanEveryHours: 6,
      callCeilingPerSecond: 100,
      createdAt: AT,
    }),
  listConnectionRows: (tx) => connections.listConnectionRows(tx, { limit: 10 }),
  setConnection: (tx, { connectionId }) => connections.setConnection(tx, connectionId, { checks: [] }),
};
