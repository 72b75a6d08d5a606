import {
  type FindingWrites,
  type JudgedFinding,
  type JudgedPeriod,
  planEnd,
  planFindings,
  type Resolution,
} from "@rolecall/domain";
import type { JudgedBatch } from "./judge-subjects.ts";

export type ReplayedPeriod = Pick<
  JudgedPeriod,
  "openedAt" | "severity" | "grade" | "sentence" | "facts" | "resolvedAt"
> & {
  resolution: Resolution["kind"] | null;
};

export const keyOf = ({
  checkId,
  subject,
  subjectId,
}: Pick<JudgedFinding, "checkId" | "subject" | "subjectId">): string => `${checkId} of ${subject} ${subjectId}`;

/** How a finding ends depends on what was known of its limits and scans: of a proof it is only compared that there is one. */
const NO_PROOF: Resolution = { kind: "corrected", sentence: "", scanId: null };

/** The findings of an account as they come and go while its history is judged again, in memory. */
export class ReplayedFindings {
  readonly #findings = new Map<string, JudgedFinding>();
  readonly #bySubject = new Map<string, Set<string>>();
  readonly #periods = new Map<string, ReplayedPeriod[]>();
  #ids = 0;

  #of(subjectIds: readonly string[]): JudgedFinding[] {
    return subjectIds.flatMap((id) =>
      [...(this.#bySubject.get(id) ?? [])].flatMap((key) => this.#findings.get(key) ?? []),
    );
  }

  #apply(at: Date, { findings, continued, ended, begun }: FindingWrites): void {
    for (const finding of findings) {
      this.#findings.set(finding.id, finding);
      this.#bySubject.set(finding.subjectId, (this.#bySubject.get(finding.subjectId) ?? new Set()).add(finding.id));
    }
    for (const id of continued)
      Object.assign(this.#periods.get(id)?.at(-1) ?? {}, { resolvedAt: null, resolution: null });
    for (const { findingId, resolution } of ended) {
      Object.assign(this.#periods.get(findingId)?.at(-1) ?? {}, {
        resolvedAt: at,
        resolution: resolution?.kind ?? null,
      });
    }
    for (const { findingId, openedScanId: _, resolution: __, ...period } of begun) {
      this.#periods.set(findingId, [...(this.#periods.get(findingId) ?? []), { ...period, resolution: null }]);
    }
  }

  judged(at: Date, { subjectIds, verdicts }: JudgedBatch): void {
    const plan = planFindings({
      at,
      scanId: null,
      known: this.#of(subjectIds),
      verdicts,
      isProvisional: () => false,
      prove: () => NO_PROOF,
      newId: () => `finding ${++this.#ids}`,
    });
    this.#apply(at, plan);
  }

  /** Ends the findings of those that were not judged: of the whole account, or of one user. */
  ended(at: Date, judged: ReadonlySet<string>, userRecordId: string | null): void {
    const gone = [...this.#findings.values()].filter(
      (finding) =>
        finding.isOpen &&
        finding.subject !== "account" &&
        !judged.has(finding.subjectId) &&
        (userRecordId === null || finding.userRecordId === userRecordId || finding.subjectId === userRecordId),
    );
    this.#apply(
      at,
      planEnd(gone, at, () => NO_PROOF),
    );
  }

  /** Ends all findings: nothing was read of the account from then on. */
  endedAll(at: Date): void {
    const open = [...this.#findings.values()].filter(({ isOpen }) => isOpen);
    this.#apply(
      at,
      planEnd(open, at, () => NO_PROOF),
    );
  }

  /** The course of each finding. Periods without any length are none. */
  course(): Map<string, ReplayedPeriod[]> {
    const all = [...this.#findings.values()].map((finding): [string, ReplayedPeriod[]] => [
      keyOf(finding),
      (this.#periods.get(finding.id) ?? []).filter(({ openedAt, resolvedAt }) => !resolvedAt || resolvedAt > openedAt),
    ]);
    return new Map(all.filter(([, periods]) => periods.length > 0));
  }
}
