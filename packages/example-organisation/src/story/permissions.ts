import { z } from "zod";
import { AccountName } from "./accounts.ts";
import { readJson } from "./read-json.ts";

/** Tags by their keys, in their order. */
export const Tags = z.record(z.string(), z.string());
export type Tags = z.infer<typeof Tags>;

/** A managed policy by its path and name: `own:deploy-stacks` is the account's own, `job-function/Billing` is AWS's. */
export const PolicyReference = z.string();

/** An inline policy of one statement, which allows actions. */
export const InlineStatement = z.strictObject({
  name: z.string(),
  actions: z.union([z.string(), z.array(z.string())]),
  resource: z.string().default("*"),
});
export type InlineStatement = z.infer<typeof InlineStatement>;

const Everywhere = z.union([z.literal("all"), z.array(AccountName)]);

/** What accounts have from the day on which they were created. */
export const GROUPS_AND_POLICIES = readJson(
  z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string(),
        policies: z.array(PolicyReference).default([]),
        inline: z.array(InlineStatement).default([]),
        accounts: Everywhere,
      }),
    ),
    policies: z.array(
      z.strictObject({
        name: z.string(),
        note: z.string().optional(),
        actions: z.array(z.string()),
        accounts: z.array(AccountName),
      }),
    ),
  }),
  "groups-and-policies.json",
);
