import type { Fact, SourcedFact, ValueSource } from "@rolecall/domain";

/** `passwordPolicy.minimumLength` and `trust[0].principal` are of `passwordPolicy` and `trust`. */
const headOf = (field: string): string => field.split(/[.[]/, 1)[0] ?? field;

const tells = (source: ValueSource, field: string): boolean => source.field.split(", ").includes(headOf(field));

const time = ({ observedAt }: ValueSource): number => observedAt?.getTime() ?? Number.NEGATIVE_INFINITY;

/** The newest of what tells a fact; null: none does. */
function sourceOf(field: string, sources: readonly ValueSource[]): ValueSource | null {
  const first = sources.find((source) => tells(source, field));
  if (!first) return null;
  // A value may have been told twice: when it was read, and when a report confirmed it.
  const same = sources.filter((source) => source.field === first.field);
  return same.reduce((newest, source) => (time(source) > time(newest) ? source : newest));
}

/**
 * Tells each fact where it was read and when. What no single kind of resource tells is put together from all that are known of the
 * subject, and so is as old as the oldest of them.
 *
 * @param sources of the subject, what tells of the subject itself first.
 */
export function withFactSources(facts: readonly Fact[], sources: readonly ValueSource[]): SourcedFact[] {
  const oldest = sources.reduce<ValueSource | null>(
    (found, source) => (found && time(found) <= time(source) ? found : source),
    null,
  );
  return facts.map((fact) => {
    const { source, observedAt } = sourceOf(fact.field, sources) ?? oldest ?? { source: "live_api", observedAt: null };
    return { ...fact, source, observedAt };
  });
}
