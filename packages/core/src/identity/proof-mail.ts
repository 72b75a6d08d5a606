import type { OutgoingMail } from "@rolecall/domain";
import type { Deps } from "../context.ts";
import { type Proof, proofUrl, refusalUrl } from "./proof-links.ts";

type Words = { subject: string; why: (tenantName: string | null) => string; button: string };

/**
 * A name that a tenant gave itself, as a stranger may see it: neither an address nor a link can be made of it, and it is short. It stands
 * in the text alone, never in a subject.
 */
export function harmlessName(name: string): string {
  const plain = name
    .replace(/[^\p{L}\p{N} &'-]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return plain.slice(0, 60) || "An organisation";
}

const WORDS: Readonly<Record<Proof["kind"], Words>> = {
  sign_up: {
    subject: "Your Rolecall account",
    why: () => "Somebody, probably you, asked for a Rolecall account for this address.",
    button: "Create the account",
  },
  member: {
    subject: "Your invitation to Rolecall",
    why: () => "You are invited to an organisation in Rolecall.",
    button: "Accept the invitation",
  },
  recipient: {
    subject: "Confirm that you want Rolecall reports",
    why: (tenantName) =>
      `${harmlessName(tenantName ?? "")} asks to send you scheduled reports about AWS credentials. You receive none before you agree.`,
    button: "Receive the reports",
  },
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The mail that carries the link of a proof. */
export function proofMail(deps: Deps, proof: Proof, tenantName: string | null): OutgoingMail {
  const { subject, why, button } = WORDS[proof.kind];
  const link = proofUrl(deps, proof);
  const until = proof.expiresAt.toISOString().slice(0, 16).replace("T", " ");
  const lines = [
    why(tenantName),
    `The link is good once, until ${until} UTC.`,
    "If you did not expect this mail, do nothing: nothing happens without the link.",
  ];
  return {
    messageId: `<${proof.id}@${new URL(deps.settings.publicUrl).hostname}>`,
    to: proof.email,
    subject,
    text: `${lines[0]}\n\n${button}: ${link}\n\n${lines.slice(1).join("\n")}\n`,
    html: `<p>${lines.map(escaped).join("</p><p>")}</p><p><a href="${escaped(link)}">${button}</a></p>`,
    inlineImages: [],
    unsubscribeUrl: refusalUrl(deps, proof),
  };
}
