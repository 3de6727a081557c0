// The log names no person and opens no door, also where an error carries what it was about.
import { expect } from "chai";
import { createLogger } from "../../server/logging.ts";

describe("logging", () => {
  const logged = (write: (log: ReturnType<typeof createLogger>) => void) => {
    const lines: string[] = [];
    write(createLogger("info", { write: (line) => lines.push(line) }));
    return lines.join("");
  };

  it("leaves out what is personal or secret", () => {
    const text = logged((log) =>
      log.info({
        payoutId: "0x01",
        iban: "NL91ABNA0417164300",
        shop: { name: "De Speelkist", email: "info@speelkist.example" },
        request: { headers: { authorization: "Bearer abc" } },
      }),
    );
    expect(text).to.include("0x01");
    for (const secret of ["NL91", "Speelkist", "speelkist", "Bearer"]) {
      expect(text).not.to.include(secret);
    }
  });

  it("leaves out the parameters of a failed query", () => {
    const error = new Error("Failed query: insert into t values ($1)\nparams: NL91ABNA0417164300", {
      cause: Object.assign(new Error("duplicate key"), {
        code: "23505",
        detail: "Key (iban)=(NL91ABNA0417164300) already exists.",
      }),
    });
    const text = logged((log) => log.error({ err: error }, "a query failed"));
    expect(text).to.include("23505").and.to.include("duplicate key");
    expect(text).not.to.include("NL91");
  });

  it("has no host name and no process number", () => {
    expect(Object.keys(JSON.parse(logged((log) => log.info("hello"))))).to.deep.equal([
      "level",
      "time",
      "msg",
    ]);
  });
});
