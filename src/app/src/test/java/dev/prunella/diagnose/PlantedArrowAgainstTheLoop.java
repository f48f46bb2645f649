package dev.prunella.diagnose;

import dev.prunella.heal.PlantedStep;

/** Breaks a rule on purpose, so that a test can see that the rule works. */
public abstract class PlantedArrowAgainstTheLoop implements PlantedStep {}
