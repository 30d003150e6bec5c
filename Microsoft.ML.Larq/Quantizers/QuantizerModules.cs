using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using TorchSharp;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>The module of each quantizer value: the row that a new quantizer adds here.</summary>
public static class QuantizerModules
{
    private static readonly FrozenDictionary<Type, Func<Quantizer, TensorLayout, QuantizerModule>> Rows =
        new Dictionary<Type, Func<Quantizer, TensorLayout, QuantizerModule>>
        {
            [typeof(SteSignQuantizer)] = Row<SteSignQuantizer>((value, _) => new SteSign(value.Window)),
            [typeof(ApproxSignQuantizer)] = Row<ApproxSignQuantizer>((_, _) => new ApproxSign()),
            [typeof(SwishSignQuantizer)] = Row<SwishSignQuantizer>((value, _) => new SwishSign(value.Beta)),
            [typeof(MagnitudeAwareSignQuantizer)] = Row<MagnitudeAwareSignQuantizer>(
                (value, layout) => new MagnitudeAwareSign(value.Window, layout)),
            [typeof(SteHeavisideQuantizer)] = Row<SteHeavisideQuantizer>(
                (value, _) => new SteHeaviside(value.Window)),
            [typeof(SteTernQuantizer)] = Row<SteTernQuantizer>((value, layout) => new SteTern(
                value.ThresholdValue, value.TernaryWeightNetworks, value.Window, layout)),
            [typeof(DoReFaQuantizer)] = Row<DoReFaQuantizer>(
                (value, layout) => new DoReFa(value.KBit, value.Mode, layout)),
            [typeof(NoOpQuantizer)] = Row<NoOpQuantizer>((value, _) => new NoOp(value.Precision)),
            [typeof(XnorWeightScaleQuantizer)] = Row<XnorWeightScaleQuantizer>(
                (_, layout) => new XnorWeightScale(layout)),
            [typeof(MagnitudeAwareSignUnclippedQuantizer)] = Row<MagnitudeAwareSignUnclippedQuantizer>(
                (_, layout) => new MagnitudeAwareSignUnclipped(layout)),
        }.ToFrozenDictionary();

    private static readonly ConcurrentDictionary<Type, Func<Quantizer, QuantizerPlace, QuantizerModule>> Added = new();

    /// <summary>Kinds that have a row.</summary>
    internal static IEnumerable<Type> Kinds => Rows.Keys;

    /// <summary>
    /// Says how a quantizer of one's own is trained; once, before a network with it is. Its value part is registered
    /// with <see cref="Quantizer.Register"/>.
    /// </summary>
    /// <typeparam name="T">The quantizer.</typeparam>
    /// <param name="create">
    /// Makes a new module at each call; its parameters, if it has any, are those that the value names, of their shapes,
    /// and those that are not trainable are buffers of it.
    /// </param>
    public static void Register<T>(Func<T, QuantizerPlace, QuantizerModule> create)
        where T : CustomQuantizer
    {
        ArgumentNullException.ThrowIfNull(create);
        Added[typeof(T)] = (value, place) => create((T)value, place);
    }

    /// <summary>Makes the module that a quantizer value names; a new one at each call.</summary>
    /// <param name="quantizer">The value; null gives null.</param>
    /// <param name="layout">
    /// What it will quantize, for those that scale; null is <see cref="TensorLayout.Kernel"/>. For inputs it must be
    /// <see cref="TensorLayout.Rows"/>.
    /// </param>
    /// <param name="shape">
    /// The shape of what it will quantize in the network's order; needed by quantizers with trained parameters alone.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// A metric of the quantizer is not known, no module is registered for a quantizer of one's own, or it has other
    /// parameters or buffers than the value names.
    /// </exception>
    [return: NotNullIfNotNull(nameof(quantizer))]
    public static QuantizerModule? Create(
        Quantizer? quantizer, TensorLayout? layout = null, TensorShape shape = default)
    {
        var module = Unmeasured(quantizer, layout ?? TensorLayout.Kernel, shape);
        if (quantizer is not null) module!.AddMetrics(quantizer.Metrics);
        return module;
    }

    /// <summary>The same without the metrics that the value names.</summary>
    [return: NotNullIfNotNull(nameof(quantizer))]
    internal static QuantizerModule? Unmeasured(Quantizer? quantizer, TensorLayout layout, TensorShape shape) =>
        quantizer switch
        {
            null => null,
            CustomQuantizer custom => Create(custom, new QuantizerPlace(layout, shape)),
            _ => Rows[quantizer.GetType()](quantizer, layout),
        };

    private static QuantizerModule Create(CustomQuantizer quantizer, QuantizerPlace place)
    {
        var type = quantizer.GetType();
        if (!Added.TryGetValue(type, out var create))
        {
            throw new InvalidOperationException(
                $"Quantizer '{quantizer.Alias}' ({type.Name}) has no module to train with; call "
                + $"QuantizerModules.Register<{type.Name}>(…) first.");
        }

        var module = create(quantizer, place)
            ?? throw new InvalidOperationException(
                $"The function registered for the module of '{quantizer.Alias}' gave null.");
        var named = quantizer.Parameters(place.Shape).ToLookup(entry => entry.Trainable);
        var parameters = module.named_parameters(recurse: true).Select(pair => (pair.name, ShapeOf(pair.parameter)));
        var kept = named[false].Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var buffers = module.named_buffers(recurse: true).Where(pair => kept.Contains(pair.name))
            .Select(pair => (pair.name, ShapeOf(pair.buffer)));
        var fault = OtherType(module, kept)
            ?? Misfit("trained parameters", named[true], parameters)
            ?? Misfit("buffers", named[false], buffers);
        if (fault is null) return module;
        module.Dispose();
        throw new InvalidOperationException($"The module of quantizer '{quantizer}' {fault}");
    }

    private static string? OtherType(QuantizerModule module, HashSet<string> kept)
    {
        foreach (var (name, buffer) in module.named_buffers(recurse: true))
        {
            if (kept.Contains(name) && buffer.dtype != torch.ScalarType.Float32)
                return $"must have a buffer '{name}' of Float32, as all weights are; got {buffer.dtype}.";
        }

        return null;
    }

    private static string? Misfit(
        string what, IEnumerable<QuantizerParameter> named, IEnumerable<(string Name, TensorShape Shape)> found)
    {
        var wanted = Listed(named.Select(entry => (entry.Name, entry.Shape)));
        var got = Listed(found);
        return wanted == got ? null
            : $"must have the {what} that the value names: {wanted}; got {got}. The value names them in Parameters; "
                + "those of a module within the module cannot be named: register them in the quantizer's own.";
    }

    private static TensorShape ShapeOf(torch.Tensor tensor) => new([.. tensor.shape.Select(size => (int)size)]);

    private static string Listed(IEnumerable<(string Name, TensorShape Shape)> parameters)
    {
        var lines = parameters.Select(entry => $"'{entry.Name}' {entry.Shape}").Order(StringComparer.Ordinal);
        return string.Join(", ", lines.DefaultIfEmpty("none"));
    }

    private static Func<Quantizer, TensorLayout, QuantizerModule> Row<T>(Func<T, TensorLayout, QuantizerModule> create)
        where T : Quantizer => (value, layout) => create((T)value, layout);
}
