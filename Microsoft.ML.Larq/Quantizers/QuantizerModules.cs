using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>The module of each quantizer value: the row that a new quantizer adds here.</summary>
public static class QuantizerModules
{
    private static readonly FrozenDictionary<Type, Func<Quantizer, QuantizerModule>> Rows =
        new Dictionary<Type, Func<Quantizer, QuantizerModule>>
        {
            [typeof(SteSignQuantizer)] = value => new SteSign(((SteSignQuantizer)value).ClipValue),
            [typeof(ApproxSignQuantizer)] = _ => new ApproxSign(),
        }.ToFrozenDictionary();

    /// <summary>Makes the module that a quantizer value names; a new one at each call.</summary>
    /// <param name="quantizer">The value; null gives null.</param>
    [return: NotNullIfNotNull(nameof(quantizer))]
    public static QuantizerModule? Create(Quantizer? quantizer) =>
        quantizer is null ? null : Rows[quantizer.GetType()](quantizer);
}
