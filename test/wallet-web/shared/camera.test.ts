import { expect } from "chai";
import { isDarkPicture, nextCamera } from "../../../wallet-web/shared/qr/camera.ts";

const camera = (deviceId: string) => ({ kind: "videoinput" as const, deviceId });
const picture = (light: number) =>
  Uint8ClampedArray.from({ length: 4 * 10_000 }, (_, at) => (at % 4 === 3 ? 255 : light));

describe("A camera", () => {
  it("is followed by the next one, and the last by the first", () => {
    const known = [
      camera("rear"),
      { kind: "audioinput" as const, deviceId: "ear" },
      camera("front"),
    ];
    expect(nextCamera(known, "rear")).to.equal("front");
    expect(nextCamera(known, "front")).to.equal("rear");
    expect(nextCamera(known, "gone")).to.equal("rear");
  });

  it("has no other where there is one, or where the browser tells no ids", () => {
    expect(nextCamera([camera("rear")], "rear")).to.equal(null);
    expect(nextCamera([camera(""), camera("")], "")).to.equal(null);
    expect(nextCamera([], "")).to.equal(null);
  });

  it("sees that it is dark, and that nothing is no picture", () => {
    expect(isDarkPicture(picture(10))).to.equal(true);
    expect(isDarkPicture(picture(34))).to.equal(true);
    expect(isDarkPicture(picture(35))).to.equal(false);
    expect(isDarkPicture(picture(200))).to.equal(false);
    expect(isDarkPicture(new Uint8ClampedArray())).to.equal(false);
  });
});
