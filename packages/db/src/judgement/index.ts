export * from "./judgement.ts";
export { keepContext, readContext } from "./judgement-context.ts";
export {
  type ConditionalException,
  endException,
  type KnownPeriod,
  readAccountPeriods,
  readConditionalExceptions,
  readFindings,
  readFindingsOf,
  readOpenFindingSubjects,
  writeFindings,
} from "./judgement-findings.ts";
export {
  type AccountParts,
  type CredentialToJudge,
  type JudgedAccount,
  type RoleToJudge,
  readAccountParts,
  readOneUser,
  readRoleBatches,
  readUserBatches,
  type UserToJudge,
  type UserWithCredentials,
} from "./judgement-inventory.ts";
export {
  type CredentialLimitRow,
  readLimitHistory,
  readLimits,
  writeDeadlines,
  writeGrades,
  writeLimits,
  writePowers,
} from "./judgement-marks.ts";
export { type JudgedDay, listJudgedDays, readSeriesDifferences, type SeriesDifference } from "./judgement-series.ts";
