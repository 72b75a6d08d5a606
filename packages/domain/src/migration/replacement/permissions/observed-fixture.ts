import type { ActionUse, ObservedPermissions, ServiceUse, UserFacts } from "./facts.ts";

export const AT = new Date("2026-11-30T12:00:00Z");
export const daysAgo = (days: number): Date => new Date(AT.getTime() - days * 86_400_000);

export const USER: UserFacts = {
  userName: "ci.deploy",
  userId: "AIDAEXAMPLEEXAMPLE001",
  arn: "arn:aws:iam::111122223333:user/ci/ci.deploy",
  tags: [{ key: "Team", value: "payments" }],
};

export const service = (name: string, usedDaysAgo: number | null, more: Partial<ServiceUse> = {}): ServiceUse => ({
  service: name,
  lastUsedAt: usedDaysAgo === null ? null : daysAgo(usedDaysAgo),
  isDeniedOnly: false,
  isTrackedCompletely: false,
  ...more,
});
export const tracked = (action: string, usedDaysAgo: number | null): ActionUse => ({
  action,
  lastUsedAt: usedDaysAgo === null ? null : daysAgo(usedDaysAgo),
  source: "action_last_accessed",
});
export const seen = (action: string, usedDaysAgo: number): ActionUse => ({
  ...tracked(action, usedDaysAgo),
  source: "cloudtrail",
});

/** Watched for 400 days; use counts for as long as that. */
export const observed = (
  services: readonly ServiceUse[] | null,
  actions: readonly ActionUse[] = [],
  more: Partial<ObservedPermissions> = {},
): ObservedPermissions => ({ services, actions, watchedFrom: daysAgo(400), windowDays: 35, at: AT, ...more });

export type Written = Readonly<Record<string, unknown>>;
export const allow = (action: string | string[], more: Written = {}): Written => ({
  Effect: "Allow",
  Action: action,
  Resource: "*",
  ...more,
});
export const deny = (action: string | string[], more: Written = {}): Written => ({
  ...allow(action, more),
  Effect: "Deny",
});
export const policy = (...statements: Written[]): Written => ({ Version: "2012-10-17", Statement: statements });
