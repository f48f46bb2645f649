package dev.prunella.heal;

/** What {@link dev.prunella.diagnose.PlantedArrowAgainstTheLoop} must not know. */
public interface PlantedStep {}
