import { Group, Text } from "@mantine/core";
import type { OwnerRuleView } from "@rolecall/domain";
import { type Column, DataTable, DateText } from "@rolecall/ui";
import { matchInWords } from "../../../rooms/owners/owner-words.ts";
import { EndRuleButton, MoveRuleButton } from "./rule-actions.tsx";
import { RuleButton } from "./rule-button.tsx";
import type { AccountOption } from "./rule-values.ts";

type RulesTableProps = { rules: readonly OwnerRuleView[]; accounts: readonly AccountOption[] };

const columnsOf = ({ rules, accounts }: RulesTableProps): readonly Column<OwnerRuleView>[] => [
  { id: "number", header: "Rule", cell: ({ number }) => number },
  {
    id: "match",
    header: "Applies to",
    cell: ({ match }) =>
      matchInWords(match).map((words) => (
        <div key={words} style={{ overflowWrap: "anywhere", minWidth: "10rem" }}>
          {words}
        </div>
      )),
  },
  { id: "owner", header: "Owner", cell: ({ owner }) => owner },
  {
    id: "set",
    header: "Set",
    cell: ({ setAt, setBy }) => (
      <>
        <DateText at={setAt} />
        <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          by {setBy}
        </Text>
      </>
    ),
  },
  {
    id: "actions",
    header: "Actions",
    align: "right",
    cell: (rule) => (
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        {rule.number > 1 && <MoveRuleButton id={rule.id} number={rule.number} to={rule.number - 1} />}
        {rule.number < rules.length && <MoveRuleButton id={rule.id} number={rule.number} to={rule.number + 1} />}
        <RuleButton rule={rule} accounts={accounts} />
        <EndRuleButton id={rule.id} number={rule.number} owner={rule.owner} />
      </Group>
    ),
  },
];

/** The rules in their order, with what can be done with each. */
export function RulesTable({ rules, accounts }: RulesTableProps) {
  return (
    <DataTable
      caption="Owner rules"
      columns={columnsOf({ rules, accounts })}
      rows={rules}
      rowKey={({ id }) => id}
      empty={<Text size="sm">No rules. Owners come from tags, plans, and what is assigned by hand.</Text>}
    />
  );
}
