// Puts a person's signature under a command; what is signed is exactly what the forwarder will carry out.
import { bytesToInteger, type RandomBytes } from "./bytes.ts";
import type { Command } from "./commands.ts";
import type { P256Signature, Signer } from "./signer.ts";
import { type Deployment, type ForwardRequest, requestDigest } from "./typed-data.ts";

/** A command as its signer sends it. */
export type SignedRequest = { request: ForwardRequest; signature: P256Signature };

/**
 * Signs a command, good until `deadline` (Unix seconds).
 * The nonce is random, so that two devices, or two windows of one, never wait for each other.
 */
export async function signCommand(given: {
  deployment: Deployment;
  signer: Signer;
  command: Command;
  deadline: number;
  random: RandomBytes;
}): Promise<SignedRequest> {
  const request: ForwardRequest = {
    from: given.signer.address,
    to: given.deployment[given.command.to],
    nonce: bytesToInteger(given.random(32)),
    deadline: given.deadline,
    gasLimit: given.command.gasLimit,
    data: given.command.data,
  };
  const signature = await given.signer.sign(requestDigest(given.deployment, request));
  return { request, signature };
}
