import { Text } from "@mantine/core";
import { Benchmark, type Finding } from "@rolecall/domain";
import { KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import { CHECKS_PAGE } from "../../../../rooms/address/checks.ts";
import { BENCHMARK_LABELS } from "../../../../rooms/findings/finding-labels.ts";

/** The benchmark controls that the check answers, completely or in part. */
export function ControlList({ controls }: Pick<Finding, "controls">) {
  const byBenchmark = Map.groupBy(controls, ({ benchmark }) => benchmark);
  const answered = Benchmark.options.filter((benchmark) => byBenchmark.has(benchmark));
  return (
    <SectionCard title="Controls">
      {answered.length === 0 ? (
        <Text size="sm">No control of the benchmarks asks for this; it is good practice all the same.</Text>
      ) : (
        <KeyValueList
          items={answered.map((benchmark) => ({
            label: BENCHMARK_LABELS[benchmark],
            value: (
              <LinkText inherit href={CHECKS_PAGE.href({ benchmark })}>
                {(byBenchmark.get(benchmark) ?? [])
                  .map(({ control, level }) => (level === null ? control : `${control} (level ${level})`))
                  .join(", ")}
              </LinkText>
            ),
          }))}
        />
      )}
    </SectionCard>
  );
}
