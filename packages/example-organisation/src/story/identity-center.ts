import { z } from "zod";
import { Day } from "../clockwork/day.ts";
import { AccountName } from "./accounts.ts";
import { Rhythm } from "./calls.ts";
import { PolicyReference } from "./permissions.ts";
import { readJson } from "./read-json.ts";
import { Role } from "./roles.ts";

/** A permission set, and in each account where it is assigned the days on which its role was created and first used. */
const PermissionSet = z.strictObject({
  name: z.string(),
  description: z.string().nullable().default(null),
  policy: PolicyReference,
  sessionHours: z.int(),
  /** A policy's document. */
  inline: z.record(z.string(), z.json()).optional(),
  people: Role.shape.people.unwrap(),
  rhythm: Rhythm,
  in: z.partialRecord(AccountName, z.strictObject({ createdDay: Day, usedFromDay: Day })),
});
export type PermissionSet = z.infer<typeof PermissionSet>;

export const IDENTITY_CENTER = readJson(
  z.strictObject({
    enabledDay: Day,
    administeredBy: AccountName,
    permissionSets: z.array(PermissionSet),
    /** People who were assigned a permission set by themselves, and not by its group. */
    personalAssignments: z.array(
      z.strictObject({
        permissionSet: z.string(),
        account: AccountName,
        person: z.string(),
        fromDay: Day,
        untilDay: Day.optional(),
      }),
    ),
  }),
  "identity-center.json",
);
