import type { PolicyDocument } from "@rolecall/domain";

/**
 * Reads a policy document as IAM returns it: JSON, URL-encoded by RFC 3986, where `+` is a plus sign and no space. Plain
 * JSON, as some implementations of the API send it, is taken too. What is neither is kept apart as malformed.
 */
export function readPolicyDocument(text: string | undefined): PolicyDocument {
  if (!text?.trim()) return { state: "malformed", reason: "AWS returned no document" };
  try {
    const document: unknown = JSON.parse(text.trimStart().startsWith("{") ? text : decodeURIComponent(text));
    if (typeof document === "object" && document !== null && !Array.isArray(document))
      return { state: "parsed", document };
    return { state: "malformed", reason: "The document is JSON, but no object" };
  } catch (error) {
    return { state: "malformed", reason: `The document is no JSON: ${error instanceof Error ? error.message : error}` };
  }
}
