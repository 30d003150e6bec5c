namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// What constraints make of one kernel, worked out by hand from Keras' formulas, <c>keras.constraints</c>, and Larq's
/// <c>weight_clip</c>: the row that a new constraint adds.
/// </summary>
internal static class ConstraintFigures
{
    /// <summary>(inputs, units): the columns' norms are 5 and 0.5, the rows' √9.09 and √16.16.</summary>
    public static float[] Kernel => [3f, 0.3f, -4f, 0.4f];

    public static (string Constraint, float[] Expected)[] Rows { get; } =
    [
        ("max_norm", [1.2f, 0.3f, -1.6f, 0.4f]),
        ("max_norm(max_value=10)", [3f, 0.3f, -4f, 0.4f]),
        ("max_norm(max_value=0)", [0f, 0f, 0f, 0f]),
        ("unit_norm", [0.6f, 0.6f, -0.8f, 0.8f]),
        ("unit_norm(axis=1)", [0.9950372f, 0.0995037f, -0.9950372f, 0.0995037f]),
        ("non_neg", [3f, 0.3f, 0f, 0.4f]),
        ("min_max_norm(min_value=1, max_value=2)", [1.2f, 0.6f, -1.6f, 0.8f]),
        ("min_max_norm(min_value=1, max_value=2, rate=0.5)", [2.1f, 0.45f, -2.8f, 0.6f]),
        ("min_max_norm(min_value=1, max_value=2, rate=0)", [3f, 0.3f, -4f, 0.4f]),
        ("weight_clip(clip_value=0.35)", [0.35f, 0.3f, -0.35f, 0.35f]),
    ];
}
