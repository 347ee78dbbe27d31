// The colour scheme that was chosen last, before the first paint; without a choice the system's holds.
try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.scheme = chosen;
} catch { /* no storage: the system's scheme holds */ }
