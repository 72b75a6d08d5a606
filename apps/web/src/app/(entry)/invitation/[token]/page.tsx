import { Text, Title } from "@mantine/core";
import type { Metadata } from "next";
import { identity } from "../../../../server/context.ts";
import { InvitationForm } from "./invitation-form.tsx";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** Opening the link changes nothing, because mail scanners open links: the form does. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const token = decodeURIComponent((await params).token);
  const invitation = await identity.describeInvitation(token);
  if (!invitation) {
    return (
      <>
        <Title order={1} size="h3">
          Invitation
        </Title>
        <Text size="sm" c="dimmed" mt={4}>
          This link was used already, or has expired. Ask for a new one.
        </Text>
      </>
    );
  }
  return (
    <>
      <Title order={1} size="h3">
        {invitation.tenantName ? `Join ${invitation.tenantName}` : "Create an organisation"}
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {invitation.asks.password
          ? `You will sign in with ${invitation.email}.`
          : `You keep the password of ${invitation.email}.`}
      </Text>
      <InvitationForm token={token} invitation={invitation} />
    </>
  );
}
