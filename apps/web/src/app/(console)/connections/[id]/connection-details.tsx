import type { Connection } from "@rolecall/domain";
import { CopyableCode, DateText, KeyValueList, LinkText, SectionCard } from "@rolecall/ui";
import { AwsAccountLink } from "../aws-account-link.tsx";
import { PACK_WORDS } from "../packs.ts";
import { wizardHref } from "../wizard-steps.ts";

const packsText = ({ packs }: Connection): string =>
  packs
    .filter((pack) => pack !== "core")
    .map((pack) => PACK_WORDS[pack].label)
    .join(", ") || "nothing";

/** What a connection is made of. */
export function ConnectionDetails({ connection }: { connection: Connection }) {
  const { id, roleArn, verifiedAt } = connection;
  const change = connection.status !== "disconnected" && (
    <LinkText inherit href={wizardHref(id, "role")}>
      {roleArn ? "Change" : "Tell the ARN"}
    </LinkText>
  );
  return (
    <SectionCard title="Details">
      <KeyValueList
        items={[
          { label: "Kind", value: connection.kind === "organization" ? "Organisation" : "One account" },
          { label: "AWS account", value: <AwsAccountLink connection={connection} /> },
          {
            label: "Role ARN",
            value: (
              <>
                {roleArn ? <CopyableCode label="role ARN" value={roleArn} /> : "not told yet "}
                {change}
              </>
            ),
          },
          { label: "External ID", value: <CopyableCode label="External ID" value={connection.externalId} /> },
          {
            label: "Trusted principal",
            value: <CopyableCode label="trusted principal" value={connection.principalArn} />,
          },
          { label: "Reads beyond the core", value: packsText(connection) },
          { label: "Partition", value: <code>{connection.partition}</code> },
          { label: "Last passed", value: verifiedAt ? <DateText at={verifiedAt} withTime /> : "never yet" },
          { label: "Created", value: <DateText at={connection.createdAt} /> },
        ]}
      />
    </SectionCard>
  );
}
