import { Stack, Text } from "@mantine/core";
import { type Connection, CUSTOMER_ROLE_NAME } from "@rolecall/domain";
import { RoleArnForm } from "./role-arn-form.tsx";

/** Asks for the one thing that Rolecall cannot know: the role's ARN. */
export function RoleStep({ connection }: { connection: Connection }) {
  return (
    <Stack>
      <Text size="sm" c="dimmed" maw={640}>
        CloudFormation shows it under “Outputs”, Terraform and the script print it at their end. In the IAM console it
        stands at the top of the role's page, under “ARN”.
        {connection.kind === "organization" &&
          " Tell the role of the management account or delegated administrator; those of the members have the same name and path."}
      </Text>
      <RoleArnForm
        connectionId={connection.id}
        initialRoleArn={connection.roleArn}
        example={`arn:${connection.partition}:iam::111122223333:role/${CUSTOMER_ROLE_NAME}`}
        submitLabel="Verify"
      />
    </Stack>
  );
}
