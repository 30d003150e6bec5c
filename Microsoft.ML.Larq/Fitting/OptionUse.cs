namespace Microsoft.ML.Larq.Fitting;

/// <summary>What becomes of an option.</summary>
[Flags]
internal enum OptionUse
{
    /// <summary>Nothing of what follows.</summary>
    None = 0,

    /// <summary>Training takes it over as it is: a part of <see cref="Training.TrainingChoices"/>.</summary>
    Chosen = 1,

    /// <summary>A model keeps it and its report shows it.</summary>
    Shown = 2,

    /// <summary>
    /// A training that resumes may have another: no weight depends on it, or it is looked at elsewhere.
    /// </summary>
    Free = 4,
}
