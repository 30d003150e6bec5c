namespace Microsoft.ML.Larq.Training;

/// <summary>A layer of the student and one of the teacher whose attention is to be alike.</summary>
/// <remarks>
/// Both give images, or sequences, of the same height and width; their channels may differ. A text stands for two
/// layers of that name, two texts for the student's and the teacher's.
/// </remarks>
public sealed record AttentionPair
{
    /// <summary>Pairs two layers.</summary>
    /// <param name="student">The student's layer.</param>
    /// <param name="teacher">The teacher's layer.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public AttentionPair(string student, string teacher)
    {
        ArgumentException.ThrowIfNullOrEmpty(student);
        ArgumentException.ThrowIfNullOrEmpty(teacher);
        (Student, Teacher) = (student, teacher);
    }

    /// <summary>The student's layer.</summary>
    public string Student { get; }

    /// <summary>The teacher's layer.</summary>
    public string Teacher { get; }

    /// <summary>How much this pair counts beside the others, finite and above 0. Default 1.</summary>
    public float Weight
    {
        get;
        init => field = value > 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Weight), value,
                $"The weight of attention pair '{Student}' and '{Teacher}' is finite and above 0, got {value}.");
    } = 1;

    /// <summary>Pairs two layers of the same name.</summary>
    /// <param name="layer">The name.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static implicit operator AttentionPair(string layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        return new(layer, layer);
    }

    /// <summary>Pairs the student's layer and the teacher's.</summary>
    /// <param name="layers">Their names.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static implicit operator AttentionPair((string Student, string Teacher) layers)
    {
        if (string.IsNullOrEmpty(layers.Student) || string.IsNullOrEmpty(layers.Teacher))
            throw new ArgumentException("Both layers have names.", nameof(layers));
        return new(layers.Student, layers.Teacher);
    }
}
