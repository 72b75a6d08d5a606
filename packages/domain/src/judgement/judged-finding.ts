import { z } from "zod";
import { Finding, FindingPeriod, type Resolution } from "./finding.ts";

/** A finding as a judgement writes it; what people write on it is not among that. */
export const JudgedFinding = Finding.pick({
  id: true,
  checkId: true,
  subject: true,
  subjectId: true,
  resourceName: true,
  userRecordId: true,
  owner: true,
  isProvisional: true,
  severity: true,
  grade: true,
  sentence: true,
  facts: true,
  firstOpenedAt: true,
  openedAt: true,
  timesOpened: true,
  resolvedAt: true,
  resolution: true,
}).extend({ isOpen: z.boolean() });
export type JudgedFinding = z.output<typeof JudgedFinding>;

/** A stretch of time in which a finding says the same. */
export const JudgedPeriod = FindingPeriod.extend({ findingId: z.uuid(), grade: Finding.shape.grade });
export type JudgedPeriod = z.output<typeof JudgedPeriod>;

/** What a judgement makes of findings. */
export type FindingWrites = {
  findings: JudgedFinding[];
  /** Findings whose resolution of this very instant is taken back: what was resolved then is open after all. */
  continued: string[];
  /** Findings whose open period ends; without a resolution another one goes on from it. */
  ended: { findingId: string; resolution: Resolution | null }[];
  begun: JudgedPeriod[];
};
