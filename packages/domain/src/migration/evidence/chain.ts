import { canonicalJson } from "../../canonical-json.ts";
import type { EvidenceEntry, EvidenceHead, NewEvidence } from "./evidence.ts";

/** Whose chain it is, and SHA-256 in hex. */
export type ChainOf = { tenantId: string; digest: (text: string) => string };

/** Where a chain ends. */
export type ChainTail = Pick<EvidenceEntry, "sequence" | "hash">;
/** Before the first entry. */
export const EMPTY_CHAIN: ChainTail = { sequence: 0, hash: "0".repeat(64) };

/** The hash covers the tenant too, so that no entry can be taken from one chain into another. */
const hashOf = ({ tenantId, digest }: ChainOf, { hash: _, ...entry }: EvidenceEntry): string =>
  digest(canonicalJson({ ...entry, tenantId }));

/** Chains entries to where the chain ends. */
export function linkEntries(chain: ChainOf, tail: ChainTail, entries: readonly NewEvidence[]): EvidenceEntry[] {
  let last = tail;
  return entries.map(({ at, kind, userId, content }) => {
    const linked = { sequence: last.sequence + 1, at, kind, userId, content, previousHash: last.hash, hash: "" };
    const entry = { ...linked, hash: hashOf(chain, linked) };
    last = entry;
    return entry;
  });
}

/** What is wrong with a chain, at which entry. */
export type ChainProblem = { sequence: number; problem: string };

/** Goes through a chain, entry by entry, so that a long one need not be held. */
export class ChainCheck {
  readonly #chain: ChainOf;
  readonly #head: EvidenceHead | null;
  readonly #problems: ChainProblem[] = [];
  #last = EMPTY_CHAIN;
  #sawHead: boolean;

  /** @param head that was exported earlier; null: changes of all that follows a changed entry cannot be told, nor a tail that is cut off. */
  constructor(chain: ChainOf, head: EvidenceHead | null) {
    this.#chain = chain;
    this.#head = head;
    this.#sawHead = head === null || head.sequence === 0;
    if (head && head.tenantId !== chain.tenantId) this.#tell(0, "The head is of another tenant.");
    if (head?.sequence === 0 && head.hash !== EMPTY_CHAIN.hash) this.#tell(0, "The head is none of this chain.");
  }

  #tell(sequence: number, problem: string): void {
    this.#problems.push({ sequence, problem });
  }

  /** Takes the next entry in the order in which they are kept. */
  add(entry: EvidenceEntry): void {
    const { sequence, hash, previousHash } = entry;
    const expected = this.#last.sequence + 1;
    if (sequence > expected) this.#tell(sequence, `Entries ${expected} to ${sequence - 1} are missing.`);
    if (sequence < expected) this.#tell(sequence, "It is out of its order, or there twice.");
    if (previousHash !== this.#last.hash) this.#tell(sequence, "It does not follow the entry before it.");
    if (hashOf(this.#chain, entry) !== hash)
      this.#tell(sequence, "It was changed: its hash is not that of its content.");
    if (sequence === this.#head?.sequence) {
      this.#sawHead = true;
      if (hash !== this.#head.hash) this.#tell(sequence, "It is not the entry that the head names.");
    }
    this.#last = { sequence, hash };
  }

  /** What is wrong, once all entries were taken; empty: nothing. */
  end(): ChainProblem[] {
    const { sequence } = this.#last;
    if (!this.#sawHead && this.#head)
      this.#tell(
        sequence,
        `Entries up to ${this.#head.sequence} are missing: the head names it, and ${sequence} is the last.`,
      );
    return this.#problems;
  }

  /** Where the chain ends, as far as it was taken. */
  get tail(): ChainTail {
    return this.#last;
  }
}

/** What is wrong with a chain, given the head that was exported earlier; empty: nothing. */
export function verifyChain(
  chain: ChainOf,
  entries: Iterable<EvidenceEntry>,
  head: EvidenceHead | null,
): ChainProblem[] {
  const check = new ChainCheck(chain, head);
  for (const entry of entries) check.add(entry);
  return check.end();
}
