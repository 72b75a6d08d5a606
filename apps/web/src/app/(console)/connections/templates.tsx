import { Stack, Tabs, TabsList, TabsPanel, TabsTab, Text } from "@mantine/core";
import { type Connection, launchKind, type TemplateFormat } from "@rolecall/domain";
import { CopyableCode } from "@rolecall/ui";
import type { ReactNode } from "react";
import { serverApi } from "../../../server/api.ts";
import { env } from "../../../server/env.ts";
import { DownloadButton, LaunchButton } from "./template-buttons.tsx";

type Guide = { label: string; how: (connection: Connection) => ReactNode };

function CloudFormationGuide({ connection }: { connection: Connection }) {
  if (launchKind(env().ROLECALL_TEMPLATE_URL ?? null) === "quick_create") {
    return (
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          Sign in to the AWS account first. The link opens CloudFormation with everything filled in; tick the
          acknowledgement about IAM resources and create the stack. The role's ARN stands under “Outputs” afterwards.
        </Text>
        <LaunchButton href={connection.launchUrl}>Create the stack in AWS</LaunchButton>
      </Stack>
    );
  }
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        Download the template: this connection's values are in it. Open CloudFormation in the AWS account, choose
        “Upload a template file”, tick the acknowledgement about IAM resources and create the stack. The role's ARN
        stands under “Outputs” afterwards.
      </Text>
      <LaunchButton href={connection.launchUrl}>Open CloudFormation in AWS</LaunchButton>
    </Stack>
  );
}

const GUIDES: Record<TemplateFormat, Guide> = {
  cloudformation: { label: "CloudFormation", how: (connection) => <CloudFormationGuide connection={connection} /> },
  stackset: {
    label: "StackSet",
    how: () => (
      <Text size="sm">
        Download the template: the commands that make a StackSet of it stand at its top. Run them in the management
        account, or as a delegated administrator of StackSets, with the ids of the units to reach, in exactly one
        Region. Accounts that join these units later get the role by themselves. A StackSet never deploys to the
        management account itself.
      </Text>
    ),
  },
  terraform: {
    label: "Terraform",
    how: () => (
      <Text size="sm">
        Apply it with credentials of the AWS account. The output “role_arn” is what the next step asks for.
      </Text>
    ),
  },
  cli: {
    label: "AWS CLI",
    how: () => (
      <Text size="sm">
        Run it with credentials of the AWS account that may create roles. It prints the role's ARN at its end.
      </Text>
    ),
  },
};

/** The forms in which the connection's own role can be installed. */
export const ROLE_FORMATS: readonly TemplateFormat[] = ["cloudformation", "terraform", "cli"];

/** The templates of a connection: an organisation has one more, for its members. */
export const formatsOf = ({ kind }: Connection): readonly TemplateFormat[] =>
  kind === "organization" ? [...ROLE_FORMATS, "stackset"] : ROLE_FORMATS;

type Props = { connection: Connection; formats: readonly TemplateFormat[] };

/** The templates of the role, with this connection's values filled in. */
export async function Templates({ connection, formats }: Props) {
  const api = await serverApi();
  const templates = await Promise.all(
    formats.map(async (format) => ({ format, ...(await api.connections.template({ id: connection.id, format })) })),
  );
  return (
    <Tabs defaultValue={formats[0]} keepMounted={false}>
      <TabsList mb="md" aria-label="Ways to install the role">
        {formats.map((format) => (
          <TabsTab key={format} value={format}>
            {GUIDES[format].label}
          </TabsTab>
        ))}
      </TabsList>
      {templates.map((template) => (
        <TabsPanel key={template.format} value={template.format}>
          <Stack gap="md" align="stretch">
            {GUIDES[template.format].how(connection)}
            <CopyableCode block label={template.fileName} value={template.body} />
            <DownloadButton href={`/connections/${connection.id}/template?format=${template.format}`}>
              Download {template.fileName}
            </DownloadButton>
          </Stack>
        </TabsPanel>
      ))}
    </Tabs>
  );
}
