import { Text, Title } from "@mantine/core";
import { LinkText } from "@rolecall/ui";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentSession } from "../../../server/session.ts";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Create an organisation" };

export default async function SignUpPage() {
  if (await currentSession()) redirect("/overview");
  return (
    <>
      <Title order={1} size="h3">
        Create an organisation
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        It starts empty. You connect your first AWS account next, with a role that can only read.
      </Text>
      <SignUpForm />
      <Text size="sm" c="dimmed" mt="lg">
        Already have an account?{" "}
        <LinkText underline="always" href="/sign-in">
          Sign in
        </LinkText>
      </Text>
    </>
  );
}
