import { z } from "zod";

/** Why something that was not seen is kept. */
export const KeptReason = z.enum([
  "watched_too_short",
  "use_not_read",
  "not_reported",
  "service_level_only",
  "action_not_tracked",
  "pass_role",
]);
export type KeptReason = z.infer<typeof KeptReason>;

/** Why something that the user may do is left out. */
export const DroppedReason = z.enum(["unused", "denied_only", "wildcard_only", "outside_boundary"]);
export type DroppedReason = z.infer<typeof DroppedReason>;

const permission = {
  service: z.string().describe("The prefix of its actions; `*`: services that no policy names"),
  actions: z.array(z.string()).nullable().describe("Null: the service as a whole, as it is granted"),
  sentence: z.string(),
};

/** A permission of the user that the proposal leaves out. */
export const DroppedPermission = z.object({ ...permission, reason: DroppedReason });
export type DroppedPermission = z.infer<typeof DroppedPermission>;

/** A permission that is kept although nobody saw it used. */
export const KeptPermission = z.object({ ...permission, reason: KeptReason });
export type KeptPermission = z.infer<typeof KeptPermission>;

/** What became of a variable or condition that speaks of the caller. */
export const UserOnly = z.object({
  key: z.string().describe("As it is written, such as aws:username"),
  treatment: z
    .enum(["literal", "decided", "narrowed", "kept"])
    .describe(
      "literal: the user's own value stands in its place. decided: it has one answer for this user, and is left out with it or with its statement. narrowed: its answer is not known, so that less is allowed or more denied. kept: it stands as it is, and may come out otherwise for a role",
    ),
  sentence: z.string(),
});
export type UserOnly = z.infer<typeof UserOnly>;

/** What speaks of the caller, and in which policy. */
export const LabelledUserOnly = UserOnly.extend({ label: z.string().describe("The policy, such as policy Deploy") });
export type LabelledUserOnly = z.infer<typeof LabelledUserOnly>;

/** Something that the proposal could not take into account, or that AWS would not take. */
export const PermissionsProblem = z.object({ label: z.string(), sentence: z.string() });
export type PermissionsProblem = z.infer<typeof PermissionsProblem>;

/** A managed policy as it is to be created. */
export const NamedDocument = z.object({
  name: z.string(),
  document: z.object({
    Version: z.literal("2012-10-17"),
    Statement: z.array(z.record(z.string(), z.unknown())),
  }),
});
export type NamedDocument = z.infer<typeof NamedDocument>;

export const PermissionsProposal = z.object({
  documents: z.array(NamedDocument).describe("Managed policies for the role; empty: nothing is allowed"),
  boundaryArnToKeep: z
    .string()
    .nullable()
    .describe("The user's boundary, which the role needs too, as no policy can say the same; null: it does not"),
  boundaryToCreate: NamedDocument.nullable().describe(
    "In the place of the user's boundary, where that speaks of the user: to be created, and set as the role's boundary",
  ),
  dropped: z.array(DroppedPermission),
  kept: z.array(KeptPermission),
  notObservable: z
    .array(KeptPermission)
    .describe("Of what is kept, what AWS does not report at all: only the owner knows"),
  variables: z.array(LabelledUserOnly),
  problems: z.array(PermissionsProblem),
  isComplete: z
    .boolean()
    .describe(
      "False: a policy could not be read or written, so that the proposal may allow too little, or what an unread policy denies",
    ),
});
export type PermissionsProposal = z.infer<typeof PermissionsProposal>;
