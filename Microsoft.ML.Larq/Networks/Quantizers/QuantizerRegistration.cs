using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

public abstract partial record Quantizer
{
    private static readonly ConcurrentDictionary<string, Type> Registered = new(StringComparer.Ordinal);

    /// <summary>
    /// Makes a quantizer of one's own known by its alias, for networks and for files; once, before either uses it.
    /// </summary>
    /// <remarks>
    /// Training needs its module too: <c>QuantizerModules.Register</c>. The same type may be registered again. Safe for
    /// several threads.
    /// </remarks>
    /// <typeparam name="T">The quantizer.</typeparam>
    /// <param name="alias">Its alias: letters, digits and '_', and not that of another.</param>
    /// <param name="create">Makes it from the arguments, every one of which it asks for.</param>
    /// <exception cref="ArgumentException">The alias is not of that form, or taken.</exception>
    public static void Register<T>(string alias, Func<QuantizerArguments, T> create)
        where T : CustomQuantizer
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentNullException.ThrowIfNull(create);
        if (!ValidAlias().IsMatch(alias))
        {
            throw new ArgumentException(
                $"A quantizer's alias is 1 to 100 letters, digits and '_', got '{alias}'.", nameof(alias));
        }

        if (Table.BuiltIn(alias))
            throw new ArgumentException($"The library has a quantizer '{alias}' already.", nameof(alias));
        if (Registered.GetOrAdd(alias, typeof(T)) is var owner && owner != typeof(T))
        {
            throw new ArgumentException(
                $"The quantizer '{alias}' is {owner.FullName} already, got {typeof(T).FullName}.", nameof(alias));
        }

        Table.Put(new AliasRow<Quantizer>(alias, call => Create(alias, call, create)));
    }

    /// <exception cref="ArgumentException">It is not known by its alias.</exception>
    private protected static void RequireRegistered(Quantizer quantizer)
    {
        if (Registered.TryGetValue(quantizer.Alias, out var owner) && owner == quantizer.GetType()) return;
        var name = quantizer.GetType().Name;
        throw new ArgumentException(
            $"Quantizer '{quantizer.Alias}' is not registered as {name}, so no file that names it could be read; call "
            + $"Quantizer.Register<{name}>(\"{quantizer.Alias}\", …) first.");
    }

    private static Quantizer Create<T>(string alias, AliasCall call, Func<QuantizerArguments, T> create)
        where T : CustomQuantizer
    {
        var value = create(new QuantizerArguments(call));
        return value?.Alias == alias
            ? value
            : throw new ArgumentException(
                $"The function registered for the quantizer '{alias}' must give one of that alias, "
                + $"got '{value?.Alias ?? "null"}'.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]{1,100}\z")]
    private static partial Regex ValidAlias();
}
