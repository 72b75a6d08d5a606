import fc from "fast-check";
import externalId from "./external-id.cases.json" with { type: "json" };
import federated from "./federated.cases.json" with { type: "json" };
import oidc from "./oidc.cases.json" with { type: "json" };
import services from "./services.cases.json" with { type: "json" };
import aws from "./trust-aws.cases.json" with { type: "json" };
import { documentOf, type TrustCase } from "./trust-fixture.ts";

export const CASES = [aws, externalId, services, oidc, federated].flat() as unknown as TrustCase[];
const STATEMENTS = CASES.flatMap(({ given }) => documentOf(given).Statement) as Statement[];
export type Condition = Record<string, Record<string, unknown>>;
export type Statement = Record<string, unknown> & { Principal?: Record<string, unknown> | "*"; Condition?: Condition };

/** A statement of the tables under conditions of others of them, so that keys meet that no table brings together. */
export const statement = fc
  .record({ base: fc.constantFrom(...STATEMENTS), more: fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 2 }) })
  .map(({ base, more }): Statement => {
    const condition: Condition = {};
    for (const { Condition: block } of [base, ...more])
      for (const [operator, keys] of Object.entries(block ?? {}))
        condition[operator] = { ...condition[operator], ...keys };
    return { ...base, Condition: condition };
  });
export const policy = fc.array(statement, { minLength: 1, maxLength: 3 });
