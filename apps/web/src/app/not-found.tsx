import { Container } from "@mantine/core";
import { EmptyState, LinkButton } from "@rolecall/ui";

export default function NotFound() {
  return (
    <Container component="main" py={72}>
      <EmptyState
        title="There is nothing here"
        description="The address may be mistyped."
        actions={<LinkButton href="/">Go to Rolecall</LinkButton>}
      />
    </Container>
  );
}
