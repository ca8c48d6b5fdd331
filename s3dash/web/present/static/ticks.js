// Points of a check-list that stand on a scene, and whether the room has ticked them.

// As in work.js: the same point of the same partnership is one item, wherever it is ticked.
export function tickId(about, point) {
  return `tick.${about || "room"}.${point}`.replace(/[^A-Za-z0-9._-]/g, "-");
}

export function markTicks(stage, room, about, isActive) {
  for (const point of stage.querySelectorAll("[data-point]")) {
    const isDone = Boolean(room.read(tickId(about, point.dataset.point))?.done);
    point.setAttribute("role", "checkbox");
    point.setAttribute("aria-checked", isDone);
    point.classList.toggle("met", isDone);
    if (isActive) point.tabIndex = 0;
    else point.setAttribute("aria-readonly", "true");
  }
}
