// A replay: frames that follow each other by themselves until somebody stops or steps them.

const SECONDS = 2;

export class Replay {
  constructor(stage) {
    this.stage = stage;
    this.frames = [];
  }

  get isThere() {
    return this.frames.length > 1;
  }

  // Call when another scene is on the stage.
  begin({ isPlaying }) {
    clearTimeout(this.wait);
    this.frames = [...this.stage.querySelectorAll(".frame")];
    if (!this.isThere) return;
    const stated = Number(this.frames[0].closest("[data-seconds]")?.dataset.seconds);
    this.pause = (stated || SECONDS) * 1000;
    this.place = 0;
    this.isPlaying = isPlaying && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!isPlaying) this.place = this.frames.length - 1;
    this.draw();
    this.goOn();
  }

  draw() {
    this.frames.forEach((frame, place) => (frame.hidden = place !== this.place));
    this.stage.dataset.replay = this.isPlaying ? "playing" : "paused";
  }

  goOn() {
    clearTimeout(this.wait);
    if (!this.isPlaying) return;
    this.wait = setTimeout(() => {
      if (this.place === this.frames.length - 1) {
        this.isPlaying = false;
        return this.draw();
      }
      this.place += 1;
      this.draw();
      this.goOn();
    }, this.pause);
  }

  toggle() {
    this.isPlaying = !this.isPlaying;
    // At the end it begins anew.
    if (this.isPlaying && this.place === this.frames.length - 1) this.place = 0;
    this.draw();
    this.goOn();
  }

  step(by) {
    this.isPlaying = false;
    this.place = Math.max(0, Math.min(this.frames.length - 1, this.place + by));
    this.draw();
    this.goOn();
  }
}
