import { createHash } from "node:crypto";
import { type DetailSharing, type PolicyDocument, readPolicyDocument } from "@rolecall/domain";

/**
 * What the facts of one reading have in common, held once: texts such as paths and ARNs of policies, and documents, which are
 * parsed once each. A text that the SDK cut out of an answer holds on to all of that answer, so that each is copied.
 */
export class SharedTexts implements DetailSharing {
  private readonly texts = new Map<string, string>();
  private readonly documents = new Map<string, PolicyDocument>();

  readonly text = (text: string): string => {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString();
    this.texts.set(copy, copy);
    return copy;
  };

  readonly document = (source: unknown): PolicyDocument => {
    if (typeof source !== "string") return readPolicyDocument(source);
    const digest = createHash("sha1").update(source).digest("base64");
    const known = this.documents.get(digest);
    if (known !== undefined) return known;
    const document = readPolicyDocument(source);
    this.documents.set(digest, document);
    return document;
  };
}
