using System.Globalization;
using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>Writes the header: what a program sees of the network.</summary>
internal static class CHeader
{
    /// <summary>The header's text.</summary>
    /// <param name="name">What all names begin with.</param>
    /// <param name="network">The network.</param>
    /// <param name="ending">What its outputs mean.</param>
    /// <param name="sizes">What it takes.</param>
    public static string Of(string name, NetworkDefinition network, CEnding ending, CSizes sizes)
    {
        var big = name.ToUpperInvariant();
        return string.Create(CultureInfo.InvariantCulture, $$"""
            /* {{name}}: scores of a network, written by Microsoft.ML.Larq; do not edit.
             *
             * input    {{network.InputShape.Size}} numbers: {{Shape(network.InputShape)}}
             * output   {{network.OutputShape.Size}} numbers: {{Shape(network.OutputShape)}}
             * flash    {{sizes.Weights}} bytes of constants, and the code
             * memory   {{sizes.Memory}} bytes that the caller gives, {{name}}_memory; nothing is allocated
             *
             * Row-major, channels last; an image is (height, width, channels), in the numbers that training was given.
             * Needs 32-bit float with IEEE 754's rounding and C99; compile with -ffp-contract=off (GCC, Clang) so that
             * no multiplication and addition are fused: then the scores have the bits of the packed network.
             */
            #ifndef {{big}}_H
            #define {{big}}_H

            #include <stdint.h>

            #ifdef __cplusplus
            extern "C" {
            #endif

            #define {{big}}_INPUTS {{network.InputShape.Size}}
            #define {{big}}_OUTPUTS {{network.OutputShape.Size}}
            #define {{big}}_WEIGHT_BYTES {{sizes.Weights}}
            #define {{big}}_MEMORY_BYTES {{sizes.Memory}}
            #define {{big}}_CHECK {{CText.Of(sizes.Check)}}

            /* Written over by every call: one for each that may run at the same time. */
            typedef struct {
                float numbers[{{sizes.Numbers}}];
                float patch[{{sizes.Patch}}];
                float scores[{{big}}_OUTPUTS];
                uint32_t signs[{{sizes.Signs}}];
            } {{name}}_memory;

            /* The network's outputs for a row of inputs. They must not overlap. */
            void {{name}}_score(const float *input, float *scores, {{name}}_memory *memory);
            {{Ending(name, big, network, ending)}}
            #ifdef __cplusplus
            }
            #endif

            #endif

            """).ReplaceLineEndings("\n");
    }

    private static string Shape(TensorShape shape) => string.Join(" x ", Enumerable.Range(0, shape.Rank)
        .Select(axis => shape[axis].ToString(CultureInfo.InvariantCulture)));

    private static string Ending(string name, string big, NetworkDefinition network, CEnding ending)
    {
        var missing = ending.Use.TakesMissing(network)
            ? "NaN among the inputs is a missing value"
            : "and where an input is NaN";
        var labels = ending.Labels is { } all
            ? string.Create(CultureInfo.InvariantCulture, $"""

                /* The classes' names, in UTF-8. */
                extern const char *const {name}_labels[{all.Count}];

                """)
            : "\n";
        return labels + ending.Use.Task switch
        {
            LearningTask.MulticlassClassification => $"""
                /* The class, from 0 on, of a row: the first of the largest scores; -1 where a score is NaN,
                 * {missing}. */
                int32_t {name}_predict(const float *input, {name}_memory *memory);

                /* Probabilities of the classes: the softmax of the scores, divided by the temperature that calibration
                 * found. Both may be the same array. Exponentials are the C library's: close to ML.NET's to 1e-6. */
                void {name}_probabilities(const float *scores, float *probabilities);

                """,
            LearningTask.BinaryClassification => $"""
                /* 1 where the score is above 0, otherwise 0; -1 where it is NaN,
                 * {missing}. */
                int32_t {name}_predict(const float *input, {name}_memory *memory);

                /* The probability of 1: the logistic function of the score, divided by the temperature that calibration
                 * found. The exponential is the C library's: close to ML.NET's to 1e-6. */
                float {name}_probability(float score);

                """,
            LearningTask.Regression => $"""
                /* The number that was learned, in the label's units; NaN where the score is,
                 * {missing}. */
                float {name}_predict(const float *input, {name}_memory *memory);

                """,
            _ => "",
        };
    }
}

/// <summary>What a source takes.</summary>
/// <param name="Weights">Bytes of constants.</param>
/// <param name="Numbers">Numbers of the memory.</param>
/// <param name="Patch">Numbers of a patch.</param>
/// <param name="Scores">Numbers of the output.</param>
/// <param name="Signs">Words of signs.</param>
/// <param name="Check">What header and source must have in common.</param>
internal readonly record struct CSizes(
    long Weights, long Numbers, long Patch, long Scores, long Signs, uint Check)
{
    /// <summary>Bytes of the memory.</summary>
    public long Memory => sizeof(uint) * (Numbers + Patch + Scores + Signs);
}
