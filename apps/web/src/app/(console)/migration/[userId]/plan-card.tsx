import { type MigrationDetail, SUCCESSOR_TRUSTS, TARGETS } from "@rolecall/domain";
import { CopyableCode, DateText, type KeyValue, KeyValueList, SectionCard } from "@rolecall/ui";

type Plan = NonNullable<MigrationDetail["plan"]>;

/** What the owner answered, under the target's own questions. */
const answers = ({ target, values }: Plan): KeyValue[] =>
  (SUCCESSOR_TRUSTS[target]?.values ?? []).map(({ name, question }) => ({
    label: question,
    value: values[name] ?? "not answered",
  }));

const planItems = (plan: Plan): KeyValue[] => [
  {
    label: "Target",
    value: TARGETS[plan.target].label,
    ...(plan.target === plan.proposedTarget ? {} : { hint: `Proposed: ${TARGETS[plan.proposedTarget].label}` }),
  },
  ...(plan.reason ? [{ label: "Reason", value: plan.reason }] : []),
  { label: "Owner", value: plan.owner },
  { label: TARGETS[plan.target].end === "kept" ? "Excepted until" : "Due", value: plan.dueOn },
  ...(TARGETS[plan.target].end === "moved"
    ? [
        {
          label: "Role that takes over",
          value: plan.replacementRoleArn ? (
            <CopyableCode value={plan.replacementRoleArn} label="role ARN" />
          ) : (
            "not named yet"
          ),
        },
      ]
    : []),
  ...answers(plan),
  ...(plan.blockedReason ? [{ label: "Blocked by", value: plan.blockedReason }] : []),
  {
    label: "Accepted",
    value: (
      <>
        <DateText at={plan.acceptedAt} withTime /> by {plan.acceptedBy}
      </>
    ),
  },
];

/** What a member decided. */
export function PlanCard({ plan }: { plan: Plan }) {
  return (
    <SectionCard title="Plan">
      <KeyValueList items={planItems(plan)} />
    </SectionCard>
  );
}
