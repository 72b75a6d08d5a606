import type { IamRole } from "@rolecall/domain";
import { CopyableCode, type KeyValue, KeyValueList, SectionCard } from "@rolecall/ui";
import type { ReactNode } from "react";

type PermissionListProps = Pick<IamRole, "attachedPolicyArns" | "inlinePolicyNames" | "permissionsBoundaryArn"> & {
  /** What else gives permissions, such as groups. */
  more?: readonly KeyValue[];
};

/** Entries below each other, or a word for that there is none. */
export function Lines({
  values,
  none,
  children,
}: {
  values: readonly string[];
  none: string;
  children: (value: string) => ReactNode;
}) {
  if (values.length === 0) return none;
  return values.map((value) => <div key={value}>{children(value)}</div>);
}

/** The policies that say what a user or role may do. */
export function PermissionList({
  attachedPolicyArns,
  inlinePolicyNames,
  permissionsBoundaryArn,
  more = [],
}: PermissionListProps) {
  return (
    <SectionCard title="Permissions">
      <KeyValueList
        items={[
          ...more,
          {
            label: "Attached policies",
            value: (
              <Lines values={attachedPolicyArns} none="none">
                {(arn) => <CopyableCode value={arn} label="policy ARN" />}
              </Lines>
            ),
          },
          {
            label: "Inline policies",
            value: (
              <Lines values={inlinePolicyNames} none="none">
                {(name) => name}
              </Lines>
            ),
          },
          {
            label: "Permissions boundary",
            value: permissionsBoundaryArn ? (
              <CopyableCode value={permissionsBoundaryArn} label="boundary ARN" />
            ) : (
              "none"
            ),
          },
        ]}
      />
    </SectionCard>
  );
}
