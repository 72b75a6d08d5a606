import { v7 as uuidv7 } from "uuid";
import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as evidence from "./index.ts";

export const CASES: CasesOf<typeof evidence> = {
  holdTail: (tx) => evidence.holdTail(tx),
  insertEntries: async (tx) => {
    const { sequence, hash: previousHash } = await evidence.holdTail(tx);
    const happened = { at: NOW, kind: "attested", userId: uuidv7(), content: { stage: "adopted" } } as const;
    await evidence.insertEntries(tx, [{ ...happened, sequence: sequence + 1, previousHash, hash: "a".repeat(64) }]);
  },
  readEntriesAfter: (tx) => evidence.readEntriesAfter(tx, 0, 100),
  readEntriesOf: [
    (tx, { userId }) => evidence.readEntriesOf(tx, [userId]),
    (tx, { userId }) => evidence.readEntriesOf(tx, [userId], "attested"),
  ],
  readEvidenceScans: (tx, { scanId }) => evidence.readEvidenceScans(tx, [scanId]),
  readTail: (tx) => evidence.readTail(tx),
};
