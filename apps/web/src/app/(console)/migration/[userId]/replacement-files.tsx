import { Group, Stack, Text } from "@mantine/core";
import type { ArtifactFormat } from "@rolecall/domain";
import { CopyableCode, LinkButton, SectionCard, SegmentedLinks } from "@rolecall/ui";
import { hrefOf } from "../../../../rooms/address/href.ts";
import { migrationHref } from "../../../../rooms/address/migration.ts";
import { serverApi } from "../../../../server/api.ts";
import { readReplacement } from "./read-replacement.ts";

const FORMATS: Record<ArtifactFormat, string> = {
  terraform: "Terraform",
  cloudformation: "CloudFormation",
  cdk: "CDK",
  cli: "AWS CLI",
  client: "Client",
};

/** What a team runs to make the replacement, one format at a time; nothing where the target needs none. */
export async function ReplacementFiles({ userId, asked }: { userId: string; asked: ArtifactFormat | null }) {
  const { artifactFormats } = await readReplacement(userId);
  const format = artifactFormats.find((each) => each === asked) ?? artifactFormats[0];
  if (!format) return null;
  const api = await serverApi();
  const { files, why, missing } = await api.migrations.artifacts({ userId, format });
  return (
    <SectionCard
      title="Files to run"
      description="Rolecall changes nothing in AWS: your tools do, and the next scan proves it."
      actions={
        <SegmentedLinks
          label="Format of the files"
          items={artifactFormats.map((each) => ({
            label: FORMATS[each],
            href: hrefOf(migrationHref(userId, null), { format: each }),
            current: each === format,
          }))}
        />
      }
    >
      <Stack gap="sm">
        {why && <Text size="sm">{why}</Text>}
        {missing.length > 0 && (
          <Text size="sm">Still to be answered: {missing.map(({ question }) => question).join(" ")}</Text>
        )}
        {files.map(({ name, body }) => (
          <div key={name}>
            <Group justify="space-between" mb={4} gap="xs">
              <Text size="sm" fw={600}>
                {name}
              </Text>
              <LinkButton
                href={`/migration/${userId}/artifacts?${new URLSearchParams({ format, name })}`}
                size="compact-xs"
                variant="subtle"
                download
              >
                Download
              </LinkButton>
            </Group>
            <CopyableCode block value={body} label={name} />
          </div>
        ))}
      </Stack>
    </SectionCard>
  );
}
