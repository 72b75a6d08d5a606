import type { CheckDefinition, CheckId } from "../../judgement/check.ts";

/** What a check says of itself, without its number in each benchmark. */
export type CheckText = Omit<CheckDefinition, "id" | "controls">;
export type CheckTexts<Id extends CheckId = CheckId> = Readonly<Record<Id, CheckText>>;

export const CIS = "CIS AWS Foundations Benchmark";
export const SECURITY_HUB = "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html";
export const USER_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
