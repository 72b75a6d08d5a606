import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as history from "./index.ts";

export const CASES: CasesOf<typeof history> = {
  findActors: async (tx, { accountId }) =>
    (
      await history.findActors(tx, [
        { accountId, eventNames: ["CreateUser"], resourceNames: ["ada"], after: null, until: NOW },
      ])
    )[0],
};
