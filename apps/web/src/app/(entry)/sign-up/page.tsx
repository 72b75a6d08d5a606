import { Text, Title } from "@mantine/core";
import { LinkText } from "@rolecall/ui";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSignUpOn } from "../../../server/env.ts";
import { currentSession } from "../../../server/session.ts";
import { SignUpForm } from "./sign-up-form.tsx";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  if (await currentSession()) redirect("/overview");
  return (
    <>
      <Title order={1} size="h3">
        Create an account
      </Title>
      {isSignUpOn() ? (
        <>
          <Text size="sm" c="dimmed" mt={4} mb="md">
            We send a link to your address. Behind it you choose a password and name your organisation.
          </Text>
          <SignUpForm />
        </>
      ) : (
        <Text size="sm" c="dimmed" mt={4}>
          Sign-up is off here. Ask whoever runs this installation for an invitation.
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="lg">
        Already have an account?{" "}
        <LinkText underline="always" href="/sign-in">
          Sign in
        </LinkText>
      </Text>
    </>
  );
}
