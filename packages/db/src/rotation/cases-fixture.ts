import { DEFAULT_ROTATION_POLICIES } from "@rolecall/domain";
import { AT, NOW, UNIT_ID } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as rotation from "./index.ts";

const YEAR = { from: "2025-01-01", to: "2026-01-02", interval: "day" } as const;
const PLACES = { awsAccountIds: ["000000000000"], unitIds: ["ou-none-11111111"] };
const INSTANTS = [
  { now: NOW, asOf: undefined },
  { now: NOW, asOf: NOW },
] as const;

export const CASES: CasesOf<typeof rotation> = {
  countRotationFindings: [
    (tx) => rotation.countRotationFindings(tx, { owner: "", unitId: UNIT_ID }, NOW),
    (tx) => rotation.countRotationFindings(tx, { unitId: UNIT_ID }, NOW),
  ],
  findRotationPolicies: (tx) => rotation.findRotationPolicies(tx, NOW),
  findUsageFacts: INSTANTS.map(
    (instants) =>
      (tx, { credentialId }) =>
        rotation.findUsageFacts(tx, credentialId, instants),
  ),
  insertRotationPolicies: (tx, { tenantId, email: setBy }) =>
    rotation.insertRotationPolicies(tx, tenantId, { policies: DEFAULT_ROTATION_POLICIES, setAt: NOW, setBy }),
  lockRotationPolicies: (tx) => rotation.lockRotationPolicies(tx),
  readRotationDays: [
    (tx) => rotation.readRotationDays(tx, YEAR),
    (tx, { awsAccountId }) => rotation.readRotationDays(tx, { ...YEAR, awsAccountId, owner: "" }),
  ],
  readRotationEvents: [
    (tx) => rotation.readRotationEvents(tx, { ...YEAR, owner: "" }),
    (tx) => rotation.readRotationEvents(tx, { ...YEAR, unitId: UNIT_ID }),
  ],
  readRotationFacts: INSTANTS.map(
    (instants) =>
      async (tx, { userId }) =>
        (await rotation.readRotationFacts(tx, userId, instants)).keys,
  ),
  readStandings: (["account", "unit", "owner"] as const).map(
    (by) => (tx) => rotation.readStandings(tx, by, "2026-01-01"),
  ),
  writeKeyRotations: (tx, { accountId, awsAccountId }) =>
    rotation.writeKeyRotations(tx, { accountId, awsAccountId, since: AT }),
  unknownPlaces: (tx) => rotation.unknownPlaces(tx, PLACES),
};
